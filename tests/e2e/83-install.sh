#!/bin/sh
# What `make install` puts into the settings folder: what is the owner's is kept as
# the owner left it, also when Afterword is removed; what is the project's is not.
. tests/lib/lib.sh

dest=$work/dest
etc=$dest/etc/afterword
examples=$dest/usr/share/doc/afterword/examples
install_it() {
	sh conf/install "$@" "$dest" /usr/libexec/afterword /etc/afterword \
	    /usr/share/afterword /usr/share/man /usr/lib/systemd/system \
	    /usr/share/doc/afterword/examples >"$work/log" 2>&1
	ok $? "install $*" || diag "$(cat "$work/log")"
}
listing() {
	(cd "$1" && find . -type f | LC_ALL=C sort | tr '\n' ' ')
}

install_it
is "$(listing "$etc")" './afterword.conf ./bots.txt ./guard.txt ' \
    'settings and lists are there'
for file in afterword.conf guard.txt; do
	is "$(stat -c %a "$etc/$file")" 644 "$file: can be read"
	cmp -s "$etc/$file" "$examples/$file"
	ok $? "$file: is the one of the examples"
done

for file in afterword.conf bots.txt guard.txt; do
	echo '# mine' >"$etc/$file"
done
rm "$examples/guard.txt"
install_it
is "$(cat "$etc/afterword.conf")" '# mine' 'the settings are kept'
is "$(cat "$etc/guard.txt")" '# mine' "the owner's list is kept"
isnt "$(cat "$etc/bots.txt")" '# mine' 'the list of robots is renewed'
[ -s "$examples/guard.txt" ]
ok $? 'and the list that came along lies with the examples'

install_it -u
is "$(listing "$etc")" './afterword.conf ./guard.txt ' \
    "removing leaves what is the owner's"
is "$(listing "$examples")" '' 'and no examples'

finish
