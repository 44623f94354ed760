# Afterword - GNU make.  `make help` lists what can be asked for.
#
# Everything is built out of tree, into build/$(BUILD)/: BUILD is release, asan, cov
# or fuzz.  What is compiled is listed here and nowhere else; a new file is one word.

VERSION = 0.1.0

# ---- sources, one variable per room (names without the suffix) ----

BASE	= arena base64 buf clock err jsonr jsonw lines log sandbox secrecy str \
	  url utf8 visitor zone
CONFIG	= config config_print config_secret config_source config_value
HTTP	= cgi conns frame input later metrics record reply req route \
	  route_print serve
STORE	= answer command keys redis status_http
ARTICLE	= article article_http
VISITS	= badge batch bots chart missed visits visits_http visits_read visits_scripts
COMMENTS	= about author block change change_http comment comment_json \
	  comments comments_http comments_scripts contact entity feed \
	  feed_http gibberish glyph guard homepage leftover link marks markup \
	  markup_source offer page page_data page_form page_form_http page_frame \
	  page_http pages person pieces post post_hash post_http pow pow_http reason \
	  signs sitekey sitelist skeleton stamp sweep terms text thread thread_http \
	  traits vocabulary vocabulary_offers words

MODERATION = act_http amend block_http comment_http console item list moderation_http moderation_scripts \
	  moderator queue_http session session_http sign sign_http site_http sitelist_http states \
	  ticket ticket_http view

# `afterword`, the command line program
CTL	= afterword alias ask block check check_article check_comments check_list \
	  check_rank check_sums comments config ctl ctl_scripts day erase \
	  export export_article export_comment export_person hashes import \
	  import_comment import_line import_plan link list \
	  look members moderate moderator person record rerender scan schema seen set_base show sites \
	  sweep tally term

# cgi-bin/NAME.c becomes build/$(BUILD)/NAME.fcgi, with what they share
CGI	= comments moderation visits
CGILIB	= program

# Lua scripts under src/, by path; src/visits/record.lua becomes the string
# lua_record in build/$(BUILD)/gen/visits/record.lua.h, included as
# "visits/record.lua.h"
LUA	= src/comments/about.lua src/comments/article.lua \
	  src/comments/block.lua src/comments/edit.lua src/comments/one.lua src/comments/pin.lua \
	  src/comments/post.lua src/comments/recent.lua \
	  src/comments/replies.lua src/comments/sitelist.lua src/comments/state.lua \
	  src/comments/sweep.lua \
	  src/comments/thread.lua src/comments/unblock.lua src/comments/vote.lua \
	  src/ctl/alias.lua src/ctl/check_comments.lua src/ctl/check_list.lua \
	  src/ctl/check_pin.lua src/ctl/check_replies.lua src/ctl/erase.lua \
	  src/ctl/export_comments.lua src/ctl/forget.lua src/ctl/import_article.lua \
	  src/ctl/import_author.lua src/ctl/import_comment.lua \
	  src/ctl/import_entry.lua src/ctl/import_key.lua \
	  src/ctl/import_site.lua src/ctl/import_version.lua src/ctl/kinds.lua \
	  src/ctl/list.lua src/ctl/look.lua src/ctl/ranks.lua \
	  src/ctl/rerender.lua src/ctl/set_base.lua src/ctl/sums.lua \
	  src/ctl/moderator.lua src/ctl/owned.lua src/ctl/texts.lua \
	  src/moderation/amend.lua src/moderation/begin.lua src/moderation/link.lua \
	  src/moderation/list.lua src/moderation/look.lua \
	  src/moderation/respond.lua src/moderation/setup.lua src/moderation/sign.lua \
	  src/visits/list.lua src/visits/missed.lua src/visits/popular.lua src/visits/record.lua \
	  src/visits/register.lua src/visits/salt.lua

# what several of them include
LUAPART	= src/comments/author.lua src/comments/gcra.lua src/comments/index.lua src/comments/read.lua \
	  src/comments/turn.lua

# tests/unit/test_NAME.c, with what they share from tests/lib/
UNIT	= admit arena article author badge base64 bots buf chart clock \
	  comment_json config contact entity err feed guard input jsonr jsonw keys \
	  lines link log markup page page_form pages pieces pow record reply req \
	  route sandbox signs sitekey \
	  skeleton stamp str ticket url utf8 visitor words zone
TESTLIB	= cases loop tags

# tests/fuzz/fuzz_NAME.c, with what they share
FUZZ	= cookie fastcgi form guard import json link markup name query \
	  redis token url
FUZZLIB	= fields fuzz

# programs that tests run, by path below tests/, such as fault/peer
HELPERS	= bench/hello bench/stamps browser/markup fault/load lib/json
# the programs again, with calls that fail when a test says so
INJECT	= arena inject

# what they put before a program's own functions (LD_PRELOAD), in the same way
SHIMS	= fault/shifted fault/unsynced

# ---- what may be set from outside ----

BUILD	?= release
ifeq ($(origin CC),default)
CC	= gcc
endif
CFLAGS	?= -O2 -g
LDFLAGS	?=
CPPFLAGS ?=
DESTDIR	?=
PREFIX	?= /usr/local
SYSCONFDIR ?= /etc
PORT	?= 8080
VAR	?= var
# DEV=1 makes warnings errors
DEV	?=
# how long `make fuzz` gives each target
FUZZ_SECONDS ?= 60

bindir	   = $(PREFIX)/bin
libexecdir = $(PREFIX)/libexec/afterword
datadir	   = $(PREFIX)/share/afterword
mandir	   = $(PREFIX)/share/man
unitdir	   = $(PREFIX)/lib/systemd/system
confdir	   = $(SYSCONFDIR)/afterword
exampledir = $(PREFIX)/share/doc/afterword/examples

# ---- derived ----

B	:= build/$(BUILD)
O	:= $(B)/obj
GEN	:= $(B)/gen

lib_src	 = $(BASE:%=src/base/%.c) $(CONFIG:%=src/%.c) $(HTTP:%=src/http/%.c) \
	   $(STORE:%=src/store/%.c) $(ARTICLE:%=src/article/%.c) \
	   $(VISITS:%=src/visits/%.c) $(COMMENTS:%=src/comments/%.c) \
	   $(MODERATION:%=src/moderation/%.c)
ctl_src	 = $(CTL:%=src/ctl/%.c)
cgi_src	 = $(CGI:%=cgi-bin/%.c) $(clib_src)
clib_src = $(CGILIB:%=cgi-bin/%.c)
unit_src = $(UNIT:%=tests/unit/test_%.c)
tlib_src = $(TESTLIB:%=tests/lib/%.c)
help_src = $(HELPERS:%=tests/%.c)
inj_src	 = $(INJECT:%=tests/fault/%.c)
fuzz_src = $(FUZZ:%=tests/fuzz/fuzz_%.c)
flib_src = $(FUZZLIB:%=tests/fuzz/%.c) $(fuzz_main:%=tests/fuzz/%.c)
all_src	 = $(lib_src) $(ctl_src) $(cgi_src) $(unit_src) $(tlib_src) $(help_src) \
	   $(inj_src) $(fuzz_src) $(flib_src)

lua_h	 = $(LUA:src/%=$(GEN)/%.h)
lib	 = $(B)/libafterword.a
ctl_lib	 = $(B)/libctl.a
programs = $(CGI:%=$(B)/%.fcgi) $(if $(CTL),$(B)/afterword)
units	 = $(UNIT:%=$(B)/tests/unit/test_%)
helpers	 = $(HELPERS:%=$(B)/tests/%)
injected = $(CGI:%=$(B)/tests/fault/%.fcgi)
fuzzers	 = $(FUZZ:%=$(B)/tests/fuzz/fuzz_%)
shims	 = $(SHIMS:%=$(B)/tests/%.so)
obj	 = $(1:%.c=$(O)/%.o)

# ---- flags ----

warn	 = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	   -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Wpointer-arith \
	   -Wcast-qual -Wwrite-strings -Wno-overlength-strings $(if $(filter 1,$(DEV)),-Werror)

# Computed once, when first used: a bare system has no compiler before `make run`.
once	 = $(if $(filter undefined,$(origin once_$(1))),$(eval \
	   once_$(1) := $$(shell $(2))))$(once_$(1))

# Flags that not every compiler or machine knows are tried first.
tried	 = -fstack-protector-strong -fstack-clash-protection \
	   -fcf-protection=full -ftrivial-auto-var-init=zero \
	   -fzero-call-used-regs=used-gpr -fno-strict-overflow \
	   -fno-delete-null-pointer-checks -fno-semantic-interposition
ldtried	 = -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen \
	   -Wl,--as-needed
harden	 = $(call once,harden,for f in $(tried); do \
	   $(CC) -Werror $$$$f -x c -c -o /dev/null /dev/null 2>/dev/null && \
	   echo $$$$f; done)
ldharden = $(call once,ldharden,for f in $(ldtried); do \
	   echo 'int main(void) { return 0; }' | $(CC) -Werror $$$$f -x c \
	   -o /dev/null - 2>/dev/null && echo $$$$f; done)

# _FORTIFY_SOURCE needs optimisation.
level	 = $(lastword $(filter -O%,$(CFLAGS)))
fortify	 = $(if $(filter-out -O0,$(level)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)

ifeq ($(BUILD),asan)
mode	 = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	   -fno-sanitize-recover=undefined
ldmode	 = -fsanitize=address,undefined
else ifeq ($(BUILD),cov)
mode	 = -O0 -g --coverage
ldmode	 = --coverage
else ifeq ($(BUILD),fuzz)
CC	= clang
mode	 = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	   -fno-sanitize-recover=undefined
ldmode	 = -fsanitize=fuzzer,address,undefined
else ifeq ($(BUILD),release)
mode	 = $(fortify) $(harden)
ldmode	 = -pie $(ldharden)
else
$(error BUILD is release, asan, cov or fuzz, not $(BUILD))
endif

# libFuzzer brings a main of its own.
fuzz_main = $(if $(filter-out fuzz,$(BUILD)),replay)

packages = jansson hiredis inih libsodium libutf8proc libseccomp fcgi md4c
pkg_cflags = $(call once,pkg_cflags,pkg-config --cflags $(packages))
pkg_libs = $(call once,pkg_libs,pkg-config --libs $(packages))
libs	 = $(pkg_libs) -lev # which ships no .pc file
test_libs = $(call once,test_libs,pkg-config --libs cmocka)

define_	 = -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -DCONFIG_DIR='"$(confdir)"'
include_ = -I. -Isrc -I$(GEN)
compile	 = $(CC) -std=c11 $(define_) $(include_) $(pkg_cflags) $(CPPFLAGS) $(warn) \
	   -fno-strict-aliasing -fno-common -fPIE $(CFLAGS) $(mode)
link	 = $(CC) $(CFLAGS) $(mode) $(LDFLAGS) $(ldmode)

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# ---- programs ----

all: $(programs) $(lib) ## build the programs (the default)

$(lib): $(call obj,$(lib_src))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# Of these a target may have its own.
$(ctl_lib): $(call obj,$(filter-out %/afterword.c,$(ctl_src)))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.fcgi: $(O)/cgi-bin/%.o $(call obj,$(clib_src)) $(lib)
	$(call say,LD,$@)
	$(Q)$(link) -o $@ $^ $(libs)

$(B)/afterword: $(call obj,$(ctl_src)) $(lib)
	$(call say,LD,$@)
	$(Q)$(link) -o $@ $^ $(libs)

$(B)/tests/unit/%: $(O)/tests/unit/%.o $(call obj,$(tlib_src)) $(lib)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(link) -o $@ $^ $(libs) $(test_libs)

$(B)/tests/fuzz/%: $(O)/tests/fuzz/%.o $(call obj,$(flib_src) $(tlib_src)) $(ctl_lib) $(lib)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(link) -o $@ $^ $(libs) $(test_libs)

$(helpers): $(B)/tests/%: $(O)/tests/%.o $(lib)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(link) -o $@ $^ $(libs)

$(injected): $(B)/tests/fault/%.fcgi: $(O)/cgi-bin/%.o $(call obj,$(clib_src)) \
    $(call obj,$(inj_src)) $(lib)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(link) -o $@ $^ $(libs)

# Without sanitizers and coverage: they are for programs that have neither.
$(shims): $(B)/tests/%.so: tests/%.c $(B)/flags
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=c11 -D_GNU_SOURCE $(warn) -O2 -shared -fPIC \
	    -o $@ $<

$(O)/%.o: %.c $(B)/flags | $(lua_h) have-build
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(compile) -MMD -MP -c -o $@ $<

# A C string of the script without its indentation, comment and empty lines.
$(GEN)/%.lua.h: src/%.lua $(LUAPART) conf/lua2h
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && sh conf/lua2h $< > $@

# Changes when the compiler or a flag does, and then everything is built again.
$(B)/flags: FORCE | have-build
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' '$(subst ','\'',$(compile) $(link) $(libs))' > $@.new
	$(Q)cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(patsubst %.c,$(O)/%.d,$(all_src))

Q	 = $(if $(V),,@)
say	 = @$(if $(V),:,printf '  %-4s %s\n' $(1) $(2))

FORCE:
.PHONY: FORCE

# ---- running and testing ----

run: ## install what is missing, build, and run everything: PORT=8080 VAR=var
	@sh conf/deps build run
	@$(MAKE) --no-print-directory all
	@exec sh conf/run -p $(PORT) -v '$(VAR)' -b $(B)

prove	= BUILD=$(BUILD) PERL5LIB=tests/lib prove --exec 'sh tests/lib/runner' \
	  --harness Counts --timer --jobs 2 $(PROVEFLAGS)
unit_t	= $(units) $(fuzzers)
e2e_t	= $(sort $(wildcard tests/e2e/[0-9]*)) $(sort $(wildcard tests/fault/[0-9]*))
web_t	= $(sort $(wildcard tests/browser/[0-9]*))
tested	= all $(unit_t) $(helpers) $(injected) $(shims)

test: ## install what is missing, build, and run all tests
	@sh conf/deps build run test
	@$(MAKE) --no-print-directory prove-all

prove-all: $(tested) $(if $(wildcard tests/browser/[0-9]*),node_modules)
	$(prove) $(unit_t) $(e2e_t) $(web_t)

unit: $(unit_t) ## the unit tests alone
	$(prove) $(unit_t)

e2e: $(tested) ## the end-to-end and fault tests alone
	$(prove) $(e2e_t)

browser: $(tested) node_modules ## the browser tests alone
	$(prove) $(web_t)

# The browser is Debian's; this is only what drives it.
node_modules: tests/browser/node_modules/.installed
tests/browser/node_modules/.installed: tests/browser/package-lock.json
	cd tests/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-progress
	@touch $@

asan: ## unit and end-to-end tests under the address and undefined sanitizers
	@sh conf/deps build run test
	@$(MAKE) --no-print-directory BUILD=asan prove-asan

prove-asan: $(tested)
	$(prove) $(unit_t) $(e2e_t)

inject: ## each call that takes memory, reads or writes fails once; under the sanitizers
	@sh conf/deps build run test
	@$(MAKE) --no-print-directory BUILD=asan prove-inject

prove-inject: $(tested)
	FULL=1 TEST_LIMIT=7200 $(prove) tests/e2e/63-inject.sh

cov: ## the same as asan with line coverage by file
	@sh conf/deps build run test
	@$(MAKE) --no-print-directory BUILD=cov prove-cov

prove-cov: $(tested)
	find $(O) -name '*.gcda' -delete
	$(prove) $(unit_t) $(e2e_t); status=$$?; \
	    sh tests/lib/coverage $(O); exit $$status

fuzz: ## look for inputs that break what has to hold: FUZZ_SECONDS=60 FUZZ="url json"
	@sh conf/deps build test fuzz
	@$(MAKE) --no-print-directory BUILD=fuzz fuzz-all

fuzz-all: $(fuzzers)
	@sh tests/fuzz/run $(B) $(FUZZ_SECONDS) $(FUZZ)

# Shown as they come, and as a table; FAULTS="4 7" is what drills.pl takes.  REPORT is
# where its table goes to, and those of fuzz, inject and soak.
fault: ## drills: faults under load, in full, 10 to 30 minutes
	@sh conf/deps build run test
	@$(MAKE) --no-print-directory $(tested)
	@BUILD=$(BUILD) perl tests/fault/drills.pl -f $(if $(REPORT),-m $(REPORT)) $(FAULTS)

soak: ## readers, writers, bad requests and restarts at once: MINUTES=30
	@sh conf/deps build run test
	@$(MAKE) --no-print-directory $(tested)
	TEST_LIMIT=7200 $(prove) -v tests/fault/soak.sh

# What others cost stands beside, as far as it is there; a look at whether all of it
# works, ROUNDS=1 SECONDS=1, leaves the document as it is.
bench: ## what requests cost, beside others, into docs/bench.md (10 minutes)
	@sh conf/deps build run bench
	@$(MAKE) --no-print-directory waline || echo 'npm failed: without Waline'
	@$(call measure,bench,$(if $(ROUNDS)$(SECONDS),,FILE=docs/bench.md))

growth: ## what requests cost when there is more, as curves in docs/ (10 minutes, 6 GB)
	@$(call measure,growth,$(if $(ROUNDS)$(SECONDS)$(SIZES),,FOLDER=docs))

bench-settings: ## what the sample's settings bring, into docs/settings.md (10 minutes)
	@$(call measure,settings,$(if $(ROUNDS)$(SECONDS),,FILE=docs/settings.md))

bench-memory: ## what articles and comments take in Redis, into docs/memory.md
	@$(call measure,memory,$(if $(COUNT),,FILE=docs/memory.md))

measure = mkdir -p docs && sh conf/deps build run bench && \
	$(MAKE) --no-print-directory all $(helpers) && \
	$(2) BUILD=$(BUILD) perl -Itests/lib -Itests/bench -Itests/fault \
	    tests/bench/$(1).pl

# SQLite for it is compiled here: what npm would fetch in its place is not npm's.
waline: tests/bench/node_modules/.installed
tests/bench/node_modules/.installed: tests/bench/package-lock.json
	cd tests/bench && npm_config_build_from_source=true npm_config_nodedir=/usr \
	    npm ci --no-progress --no-audit --no-fund
	@touch $@

.PHONY: run test prove-all unit e2e browser node_modules asan prove-asan inject \
	prove-inject cov prove-cov fuzz fuzz-all fault soak bench growth bench-settings bench-memory \
	waline

# ---- checking the text itself ----

c_files	= $(wildcard src/*.[ch] src/*/*.[ch] cgi-bin/*.[ch] tests/*/*.[ch])
checks	= check-format check-layers check-symbols check-gates check-docs \
	  check-sh check-web check-cppcheck check-tidy

lint: ## every check below; installs the tools that are missing
	@sh conf/deps build lint
	@$(MAKE) --no-print-directory -k $(checks)

format: ## lay out all C files as .clang-format says
	clang-format -i $(c_files)

# Versions differ in details; the one of Debian 12 decides.
check-format:
	@if clang-format --version | grep -q ' version 14\.'; then \
	    clang-format --dry-run --Werror $(c_files) && echo 'format: ok'; \
	else \
	    echo 'format: not checked, that takes clang-format 14'; \
	fi

check-layers: ## includes go one way only
	@sh tests/gates/layers

check-symbols: $(call obj,$(lib_src) $(ctl_src) $(cgi_src)) ## names begin with the file's
	@sh tests/gates/symbols $(O)

check-gates:
	@sh tests/gates/text

check-docs: $(programs) ## manual pages are well formed and agree with the programs
	@sh tests/gates/docs $(B)

docs: $(programs) ## write the generated parts of the documents anew
	@sh tests/gates/docs -w $(B)

check-sh:
	@sh tests/gates/shell

check-web:
	@sh tests/gates/web
	@sh tests/gates/size

size: ## what the page scripts weigh, raw and gzipped, against their budgets
	@sh tests/gates/size -v

check-cppcheck: $(lua_h)
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,performance,portability \
	    --suppress=missingIncludeSystem --suppress=nullPointerOutOfMemory \
	    --suppress=normalCheckLevelMaxBranches -j 2 $(define_) $(include_) \
	    $(lib_src) $(ctl_src) $(cgi_src)
	@echo 'cppcheck: ok'

check-tidy: $(lua_h)
	@printf '%s\n' $(lib_src) $(ctl_src) $(cgi_src) | \
	    xargs -P 2 -n 1 sh -c 'clang-tidy --quiet "$$@" -- -std=c11 \
	    $(subst ",\",$(subst ',,$(define_))) $(include_) $(pkg_cflags) \
	    2>/dev/null' sh
	@echo 'clang-tidy: ok'

.PHONY: lint format $(checks) docs size

# ---- installing ----

install: all ## into PREFIX=/usr/local, below DESTDIR if given
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libexecdir) \
	    $(DESTDIR)$(confdir) $(DESTDIR)$(datadir) $(DESTDIR)$(unitdir)
	install -m 755 $(filter %.fcgi,$(programs)) $(DESTDIR)$(libexecdir)/
	$(if $(CTL),install -m 755 $(B)/afterword $(DESTDIR)$(bindir)/)
	@sh conf/install '$(DESTDIR)' '$(libexecdir)' '$(confdir)' '$(datadir)' \
	    '$(mandir)' '$(unitdir)' '$(exampledir)'

uninstall: ## what install put there, but for settings
	rm -f $(addprefix $(DESTDIR)$(libexecdir)/,$(notdir $(filter %.fcgi,$(programs))))
	rm -f $(DESTDIR)$(bindir)/afterword
	@sh conf/install -u '$(DESTDIR)' '$(libexecdir)' '$(confdir)' '$(datadir)' \
	    '$(mandir)' '$(unitdir)' '$(exampledir)'

dist: ## a tarball of what is committed
	mkdir -p build
	git archive --prefix=afterword-$(VERSION)/ -o build/afterword-$(VERSION).tar.gz HEAD
	@echo build/afterword-$(VERSION).tar.gz

.PHONY: install uninstall dist

# ---- packages ----

# Says which packages are missing, and installs nothing.
have-build:
	@sh conf/deps -n build

deps: ## install what building, running and testing needs
	@sh conf/deps build run test

clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | \
	    while IFS='	' read -r t d; do printf '  make %-14s %s\n' "$$t" "$$d"; done

.PHONY: all have-build deps clean help
