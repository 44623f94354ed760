/* count.js on pages made for it: what it asks, what it writes, what it leaves alone. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { assert, base, document, gets, name, numbers, posts, say, test, textOf, top, visit } from './lib.mjs';

const VISITS = '<p id="n" data-afterword="visits">as it was</p>';

/* Answers the API's calls with numbers of the test's own. */
const answering = (reply, status = 200) => (page) => page.route('**/api/visits*', (route) =>
	route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(
		typeof reply === 'function' ? reply(route.request()) : reply) }));

const filled = async (text, reply, lang) => {
	const page = await visit(name(), {
		html: document(`<p id="n" data-afterword="visits" data-text="${text}">as it was</p>`, { lang }),
		setup: answering(reply),
	});
	assert.deepEqual(page.faults, []);
	return textOf(page, '#n');
};

test('the script is less than 1 KB on the wire', async () => {
	const file = join(top, 'web/count.js');
	const size = {
		zlib: gzipSync(await readFile(file), { level: 9 }).length,
		gzip: execFileSync('gzip', ['-9nc', file]).length,
	};
	say(`gzip -9: ${size.gzip} bytes, node: ${size.zlib} bytes`);
	assert.ok(size.zlib < 1024 && size.gzip < 1024, `${size.zlib}, ${size.gzip} bytes`);
});

/* ---- the visit ---- */

test('a page counts by one POST that needs no preflight', async () => {
	const path = name();
	let request;
	const page = await visit(path, {
		html: document(VISITS),
		setup: (page) => page.on('request', (r) => { request = r.method() === 'POST' ? r : request; }),
	});
	assert.equal(await textOf(page, '#n'), 'Visited 1 times, 1 visit(s) today');
	assert.equal(page.calls.length, 1);
	assert.deepEqual(posts(page)[0].body, { article: path, title: 'A page' });
	const headers = await request.allHeaders();
	assert.match(headers['content-type'], /^application\/x-www-form-urlencoded;/);
	assert.equal(headers.origin, base);
	assert.equal((await numbers(path)).total, 1);
});

test('no cookie is sent along', async () => {
	let headers;
	const page = await visit(name(), {
		html: document(VISITS),
		setup: async (page) => {
			await page.context().addCookies([{ name: 'session', value: 'x', url: base }]);
			page.on('request', async (r) => {
				if (r.method() === 'POST')
					headers = r.allHeaders();
			});
		},
	});
	assert.equal((await headers).cookie, undefined);
	assert.match(await textOf(page, '#n'), /^Visited 1 /);
});

test('every element of the page shows the one visit', async () => {
	const path = name();
	const page = await visit(path, { html: document(
		`${VISITS}<b data-afterword="visits" data-text="{total}"></b>
		<i data-afterword="visits" data-article="${path}" data-text="{today} of {total}, {yesterday}"></i>`) });
	assert.equal(page.calls.length, 1);
	assert.equal(await textOf(page, 'b'), '1');
	assert.equal(await textOf(page, 'i'), '1 of 1, 0');
});

test('a page without an element counts nothing', async () => {
	const page = await visit(name(), { html: document('<p>words</p>') });
	assert.equal(page.calls.length, 0);
});

test('the tag twice counts once', async () => {
	const page = await visit(name(), { html: document(
		`${VISITS}<script async src="/count.js"></script>`) });
	assert.equal(page.calls.length, 1);
});

test('the script at the end of a page that is ready, and put in by another, works', async () => {
	for (const how of [
		'<script src="/count.js"></script>',
		'<script>const s = document.createElement("script"); s.src = "/count.js"; document.body.append(s);</script>',
	]) {
		const page = await visit(name(), { html: `<title>A page</title>${VISITS}${how}` });
		assert.equal(posts(page).length, 1);
		assert.match(await textOf(page, '#n'), /^Visited 1 /);
	}
});

/* ---- which article ---- */

const named = async (path, options) => {
	const page = await visit(path, { html: document(VISITS, options) });
	assert.equal(posts(page).length, 1);
	assert.match(await textOf(page, '#n'), /^Visited \d/);
	return posts(page)[0].body;
};

test('the article: the script names it', async () => {
	const own = name();
	const said = await named(name(), { script: `data-article="${own}" data-title="Its title"`,
		head: '<link rel="canonical" href="/other">' });
	assert.deepEqual(said, { article: own, title: 'Its title' });
	assert.equal((await named(name(), { script: `data-article="${base}${own}"` })).article, own);
});

test('the article: else the canonical link of this site', async () => {
	const own = name();
	for (const href of [own, base + own])
		assert.equal((await named(name(), { head: `<link rel="canonical" href="${href}">` })).article, own);
});

test('the article: else the address', async () => {
	const path = `${name()}?p=12&utm_source=letter`;
	const head = '<link rel="canonical" href="https://elsewhere.example/x">';
	assert.equal((await named(path, { head })).article, path);
	assert.equal((await numbers(path.replace(/\?.*/, ''))).total, 1, 'which the server folds');
	assert.equal((await named(`${name()}#part`)).article.includes('#'), false);
});

test('one template for lists and pages: an element that names its own page counts', async () => {
	const path = name();
	for (const article of [path, base + path]) {
		const page = await visit(path, { html: document(
			`<p id="n" data-afterword="visits" data-article="${article}"></p>`) });
		assert.deepEqual(page.calls.map((call) => call.method), ['POST']);
		assert.match(await textOf(page, '#n'), /^Visited \d/);
	}
});

/* ---- lists ---- */

test('a list is filled by one GET, visits and comments', async () => {
	const articles = [name(), name(), name()];
	await visit(articles[1], { html: document(VISITS) });
	const page = await visit(name(), { html: document(articles.map((article) =>
		`<p data-afterword="visits" data-article="${article}" data-text="{total}/{today}">-</p>
		<i data-afterword="comments" data-article="${article}">-</i>`).join('')) });
	assert.deepEqual(page.calls.map((call) => call.method), ['GET']);
	assert.deepEqual(await page.locator('p').allTextContents(), ['0/0', '1/1', '0/0']);
	assert.deepEqual(await page.locator('i').allTextContents(), ['0', '0', '0']);
	assert.equal((await numbers(articles[1])).total, 1, 'and nothing counted');
});

test('a page with a list of others counts itself alone', async () => {
	const other = name();
	const page = await visit(name(), { html: document(
		`${VISITS}<p id="o" data-afterword="visits" data-article="${other}" data-text="{total}"></p>
		<i data-afterword="comments">-</i>`) });
	assert.deepEqual(page.calls.map((call) => call.method).sort(), ['GET', 'POST']);
	assert.equal(await textOf(page, '#o'), '0');
	assert.equal(await textOf(page, 'i'), '0');
});

test('a list of 250 takes three requests, each number in its place', async () => {
	const all = Array.from({ length: 250 }, (_, i) => `/list/${i}`);
	const page = await visit(name(), {
		html: document(all.map((article) =>
			`<p data-afterword="visits" data-article="${article}" data-text="{total}"></p>`).join('')),
		setup: answering((request) => ({ articles: new URL(request.url()).searchParams
			.getAll('article').map((article) => ({ total: Number(article.split('/')[2]) })) })),
	});
	assert.deepEqual(gets(page).map(({ url }) => url.searchParams.getAll('article').length), [100, 100, 50]);
	assert.deepEqual(await page.locator('p').allTextContents(),
		all.map((_, i) => i.toLocaleString('en')));
});

test('a list of 100 is answered by the server itself', async () => {
	const all = Array.from({ length: 100 }, (_, i) => `/2026/11/a-name-of-usual-length-for-an-article-${i}`);
	const page = await visit(name(), { html: document(all.map((article) =>
		`<p data-afterword="visits" data-article="${article}" data-text="{total}"></p>`).join('')) });
	assert.equal(gets(page).length, 1);
	assert.deepEqual(await page.locator('p').allTextContents(), all.map(() => '0'));
});

test('names with all sorts of characters arrive as they are', async () => {
	const odd = '/a&article=/b?x=1+2%20#"ш';
	const page = await visit(name(), { html: document(
		`<p data-afterword="visits" data-article="${odd.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></p>`) });
	assert.deepEqual(gets(page)[0].url.searchParams.getAll('article'), [odd]);
	assert.match(await textOf(page, 'p'), /^Visited 0/);
});

test('elements that come later are filled, once', async () => {
	const page = await visit(name(), { html: document('<main></main>') });
	await page.evaluate((article) => {
		for (let i = 0; i < 3; i++)
			document.querySelector('main').insertAdjacentHTML('beforeend',
				`<p data-afterword="visits" data-article="${article}${i}" data-text="{total}"></p>`);
	}, name());
	await page.waitForFunction(() => document.querySelector('p:last-child').textContent === '0');
	await page.evaluate(() => document.querySelector('main').append('more'));
	await page.waitForTimeout(200);
	assert.deepEqual(page.calls.map((call) => call.method), ['GET']);
});

test('the site goes along when the tag names it', async () => {
	const page = await visit(name(), {
		html: document(`${VISITS}<p data-afterword="visits" data-article="/o"></p>`,
			{ script: 'data-site="example.org"' }),
		setup: answering({ total: 1, today: 1, articles: [{ total: 1, today: 1 }] }),
	});
	assert.equal(posts(page)[0].body.site, 'example.org');
	assert.equal(gets(page)[0].url.searchParams.get('site'), 'example.org');
});

test('the API is where data-api says', async () => {
	const page = await visit(name(), {
		html: `<title>A page</title>${VISITS}<script src="/count.js" data-api="/other/api"></script>`,
		setup: (page) => page.route('**/other/api/visits', (route) =>
			route.fulfill({ json: { total: 7, today: 2 } })),
	});
	assert.equal(await textOf(page, '#n'), 'Visited 7 times, 2 visit(s) today');
});

/* ---- words and numbers ---- */

test('numbers are written as the language does', async () => {
	const reply = { total: 1234567, today: 1042 };
	assert.equal(await filled('{total}', reply, 'en'), '1,234,567');
	assert.equal(await filled('{total}', reply, 'de'), '1.234.567');
	assert.equal(await filled('{total}', reply, 'hi'), '12,34,567');
	assert.equal(await filled('{total}', reply, 'ar-EG'), '١٬٢٣٤٬٥٦٧');
	assert.equal(await filled('{total}', reply, ''), '1,234,567', 'no language: the browser’s');
});

test('an element in another language than its page has that language’s numbers', async () => {
	const page = await visit(name(), {
		html: document('<div lang="de"><p data-afterword="visits" data-text="{total}"></p></div>'),
		setup: answering({ total: 1234567, today: 1 }),
	});
	assert.equal(await textOf(page, 'p'), '1.234.567');
});

test('plural forms follow the language', async () => {
	const cases = [
		['en', '{total} {total|one:visit|other:visits}',
			{ 0: '0 visits', 1: '1 visit', 2: '2 visits', 21: '21 visits' }],
		['mk', '{total} {total|one:посета|other:посети}',
			{ 1: '1 посета', 2: '2 посети', 11: '11 посети', 21: '21 посета' }],
		['ru', '{total} {total|one:посещение|few:посещения|other:посещений}',
			{ 1: '1 посещение', 2: '2 посещения', 5: '5 посещений', 11: '11 посещений', 21: '21 посещение' }],
		['pl', '{total} {total|one:wizyta|few:wizyty|other:wizyt}',
			{ 1: '1 wizyta', 3: '3 wizyty', 5: '5 wizyt', 22: '22 wizyty' }],
		['fr', '{total|one:une seule visite|other:plusieurs visites}',
			{ 0: 'une seule visite', 1: 'une seule visite', 2: 'plusieurs visites', 1000000: 'plusieurs visites' }],
		['ar', '{total|zero:0|one:1|two:2|few:3|many:11|other:100}',
			{ 0: '0', 1: '1', 2: '2', 4: '3', 12: '11', 101: '100' }],
		['ko', '{total|other:회}', { 1: '회', 2: '회' }],
	];
	for (const [lang, text, wanted] of cases)
		for (const [total, line] of Object.entries(wanted))
			assert.equal(await filled(text, { total: Number(total), today: 1 }, lang), line, `${lang} ${total}`);
});

test('markup in a text stays text', async () => {
	assert.equal(await filled('&lt;b onclick=x&gt;{total}&lt;/b&gt;', { total: 1, today: 1 }),
		'<b onclick=x>1</b>');
});

/* ---- when things go wrong ---- */

test('without an answer the element stays as it was, without a word', async () => {
	const failures = {
		'cut off': (route) => route.abort(),
		'a problem': (route) => route.fulfill({ status: 503, contentType: 'application/problem+json',
			body: '{"type":"about:blank","title":"away","status":503}' }),
		'not JSON': (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }),
		'a page instead': (route) => route.fulfill({ body: '<!DOCTYPE html>log in' }),
		'nothing': (route) => route.fulfill({ body: 'null' }),
	};
	for (const [what, answer] of Object.entries(failures)) {
		const page = await visit(name(), {
			html: document(`${VISITS}<p id="o" data-afterword="visits" data-article="/o">as it was</p>`),
			setup: (page) => page.route('**/api/visits*', answer),
		});
		assert.equal(page.calls.length, 2, what);
		assert.equal(await textOf(page, '#n'), 'as it was', what);
		assert.equal(await textOf(page, '#o'), 'as it was', what);
		assert.deepEqual(page.faults, [], what);
	}
});

test('a language or a text that makes no sense leaves the element as it was', async () => {
	assert.equal(await filled('{total}', { total: 1, today: 1 }, 'en_XX!'), 'as it was');
	assert.equal(await filled('{totals}', { total: 1, today: 1 }), 'as it was');
});

test('the server’s own refusal leaves the element as it was', async () => {
	const page = await visit(name(), { html: document(VISITS, { script: 'data-site="nowhere.example"' }) });
	assert.equal(posts(page).length, 1);
	assert.equal(await textOf(page, '#n'), 'as it was');
	assert.deepEqual(page.faults, []);
});

test('the strictest policy is kept', async () => {
	const page = await visit(name(), {
		html: document(`${VISITS}<p data-afterword="visits" data-article="/o" data-text="{total}"></p>`),
		headers: { 'Content-Security-Policy':
			"default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'" },
		setup: (page) => page.addInitScript(() => {
			window.violations = [];
			addEventListener('securitypolicyviolation',
				(event) => window.violations.push(event.violatedDirective + event.blockedURI));
		}),
	});
	assert.match(await textOf(page, '#n'), /^Visited 1 /);
	// The icon that the browser itself looks for is not the script's doing.
	assert.deepEqual((await page.evaluate(() => window.violations))
		.filter((what) => !what.includes('favicon.ico')), []);
});

test('nothing is kept in the reader’s browser, nothing left in the page’s names', async () => {
	const page = await visit(name(), { html: document(VISITS) });
	assert.deepEqual(await page.context().cookies(), []);
	assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
	assert.deepEqual(await page.evaluate(() => ['show', 'fill', 'run', 'soon', 'last', 'start', 'api']
		.filter((word) => word in window)), []);
});
