// waline.js - a database for Waline: its tables, and comments on one article
//
//     node waline.js FILE ARTICLE N SIZE
//
// N comments of SIZE bytes, each second one a reply to the one before it, as fill.lua
// has them.  Each column that Waline asks by has an index, which is in its favour.
'use strict';
const sqlite3 = require('sqlite3');

const [file, article, count, size] = process.argv.slice(2);
const db = new sqlite3.Database(file);
const dates = "createdAt TEXT DEFAULT CURRENT_TIMESTAMP, updatedAt TEXT DEFAULT CURRENT_TIMESTAMP";
const id = 'id INTEGER PRIMARY KEY AUTOINCREMENT';

// Words that another run has, too.
let seed = 20240229;
function random(below) {
	seed = seed * 16807 % 2147483647;
	return seed % below;
}
function text(n) {
	let out = `No. ${n}`;
	while (out.length < size)
		out += ' ' + 'thoughtfully'.slice(0, 3 + random(10));
	return out.slice(0, size - 1) + '.';
}

db.serialize(() => {
	db.exec(`BEGIN;
		CREATE TABLE wl_Comment (${id}, user_id INTEGER, comment TEXT NOT NULL,
		    insertedAt TEXT DEFAULT CURRENT_TIMESTAMP, ip TEXT, link TEXT, mail TEXT,
		    nick TEXT, pid INTEGER, rid INTEGER, sticky NUMERIC,
		    status TEXT NOT NULL DEFAULT '', "like" INTEGER, ua TEXT, url TEXT, ${dates});
		CREATE TABLE wl_Counter (${id}, time INTEGER, url TEXT NOT NULL DEFAULT '',
		    ${Array.from({ length: 9 }, (_, i) => `reaction${i} INTEGER`)}, ${dates});
		CREATE TABLE wl_Users (${id}, display_name TEXT NOT NULL DEFAULT '',
		    email TEXT NOT NULL DEFAULT '', password TEXT NOT NULL DEFAULT '',
		    type TEXT NOT NULL DEFAULT '', label TEXT, url TEXT, avatar TEXT,
		    github TEXT, twitter TEXT, facebook TEXT, google TEXT, weibo TEXT, qq TEXT,
		    "2fa" TEXT, ${dates});
		CREATE INDEX comment_url ON wl_Comment (url);
		CREATE INDEX comment_rid ON wl_Comment (rid);
		CREATE INDEX comment_ip ON wl_Comment (ip);
		CREATE INDEX counter_url ON wl_Counter (url);`);
	const put = db.prepare(`INSERT INTO wl_Comment (comment, insertedAt, ip, mail, nick, pid,
	    rid, status, "like", ua, url) VALUES (?, ?, '127.0.0.1', '', ?, ?, ?, 'approved', ?,
	    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36', ?)`);
	const first = Date.now() - 14 * 86400e3;
	for (let i = 1; i <= count; i++) {
		const root = i % 2 ? null : i - 1;
		put.run(text(i), new Date(first + i * 1000).toISOString().replace('T', ' ').slice(0, 19),
		    `Reader ${1000 + random(9000)}`, root, root, random(9), article);
	}
	put.finalize();
	db.exec('COMMIT');
});
db.close(error => process.exit(error ? 1 : 0));
