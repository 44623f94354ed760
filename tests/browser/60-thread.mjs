/* comments.js: what a thread shows, and what of it is let through. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ALLOWED, injections } from './allowed.mjs';
import { assert, base, gets, name, post, say, settings, settle, test, textOf, top, visit } from './lib.mjs';
import { answering, calls, COMMENT, html, ids, open, SECTION, SETTINGS, texts, THREAD, word, write } from './thread.mjs';

settings(SETTINGS);

const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	+ "connect-src 'self'; trusted-types afterword; require-trusted-types-for 'script'";

/* Articles that several tests read. */
const many = name();
const talk = name();
const stem = [];
const told = [];
async function written() {
	if (stem.length)
		return;
	for (let i = 1; i <= 30; i++)
		stem.push((await post(many, `Comment ${i}`)).id);
	const root = await post(talk, 'The root');
	let parent = root.id;
	told.push(root.id);
	for (let i = 1; i <= 6; i++) {
		parent = (await post(talk, `Down ${i}`, { parent, name: `Writer ${i}` })).id;
		told.push(parent);
	}
	for (let i = 1; i <= 20; i++)
		told.push((await post(talk, `Across ${i}`, { parent: root.id })).id);
}

/* ---- reading ---- */

test('a thread without comments says so and has a form', async () => {
	const page = await open(name());
	assert.equal(await textOf(page, 'h2'), 'No comments yet');
	assert.ok(await page.locator('form [name=name]').isVisible(), 'which is open');
	assert.ok(!await page.locator('select').isVisible(), 'there is nothing to order');
	assert.deepEqual(page.faults, []);
});

test('a comment has its writer, its time and its text', async () => {
	const path = name();
	const { id, created } = await post(path, 'Hello *world*\n\n```js\nlet x;\n```',
		{ name: 'Änn <b>', url: 'https://example.org/~ann' });
	const page = await open(path);
	const node = page.locator(`article#comment-${id}`);
	assert.equal(await textOf(page, 'h2'), '1 comment');
	assert.equal(await node.locator('.afterword-name').textContent(), 'Änn <b>');
	assert.equal(await node.locator('.afterword-name a').getAttribute('href'), 'https://example.org/~ann');
	assert.equal(await node.locator('.afterword-name a').getAttribute('rel'), 'nofollow ugc noopener noreferrer');
	assert.equal(await node.locator('time').getAttribute('datetime'), created);
	assert.match(await node.locator('time').textContent(), /^(now|\d+ seconds? ago)$/);
	assert.match(await node.locator('time').getAttribute('title'), /^\w+day, \w+ \d+, 20\d\d at \d+:\d\d [AP]M$/);
	assert.equal(await node.locator('.afterword-permalink').getAttribute('href'), `#comment-${id}`);
	assert.equal(await node.locator('.afterword-text').innerHTML(),
		'<p>Hello <em>world</em></p><pre><code class="language-js">let x;\n</code></pre>');
	assert.deepEqual(page.faults, []);
});

test('times go from seconds to years', async () => {
	const now = Date.now();
	const answer = answering(...[-30, 5, 125, 7300, 90000, 40 * 86400, 800 * 86400].map((seconds, i) =>
		({ id: i + 1, created: new Date(now - seconds * 1000).toISOString() })));
	const page = await open(name(), { setup: async (page) => {
		await page.clock.setFixedTime(now);
		await answer(page);
	} });
	assert.deepEqual(await page.locator('time').allTextContents(),
		['now', '5 seconds ago', '2 minutes ago', '2 hours ago', 'yesterday', 'last month', '2 years ago']);
});

test('the same writer has the same picture, another one another', async () => {
	const path = name();
	const { author_token } = await post(path, 'One');
	await post(path, 'Two', { author_token });
	await post(path, 'Three', { name: 'Bob' });
	const page = await open(path, { body: '<section data-afterword="comments" data-sort="oldest"></section>' });
	const pictures = await page.locator('.afterword-avatar path').evaluateAll((nodes) =>
		nodes.map((node) => node.getAttribute('d') + node.getAttribute('fill')));
	assert.equal(pictures.length, 3);
	assert.equal(pictures[0], pictures[1]);
	assert.notEqual(pictures[0], pictures[2]);
	assert.equal(await page.locator('.afterword-avatar[aria-hidden=true]').count(), 3);
});

test('owner, pinned, edited, deleted and nameless are told', async () => {
	const page = await open(name(), { setup: answering(
		{ id: 1, pinned: true, author: { ...COMMENT.author, owner: true } },
		{ id: 2, edited: '2026-11-20T11:00:00Z', author: { ...COMMENT.author, name: '' } },
		{ id: 3, deleted: true, author: undefined, html: undefined, reply_count: 1, replies: [
			{ ...COMMENT, id: 4, parent: 3, root: 3, depth: 1, author: { ...COMMENT.author, url: 'javascript:alert(1)' } }] }) });
	const words = await page.locator('article').evaluateAll((nodes) => nodes.map((node) =>
		[...node.querySelectorAll('.afterword-badge, .afterword-note, .afterword-name')].map((part) => part.textContent)));
	assert.deepEqual(words, [['Ann', 'Author', 'pinned'], ['Anonymous', 'edited'], [], ['Ann']]);
	assert.equal(await textOf(page, '#comment-3'), 'This comment was deleted.');
	assert.equal(await page.locator('#comment-3 button').count(), 0);
	assert.equal(await page.locator('#comment-4 .afterword-name a').count(), 0, 'no link that runs');
	assert.deepEqual(page.faults, []);
});

test('replies are nested; the deepest stand flat and say what they reply to', async () => {
	await written();
	const page = await open(talk);
	await page.getByRole('button', { name: '23 more replies' }).click();
	await page.getByRole('button', { name: '3 more replies', exact: true }).waitFor();
	await page.getByRole('button', { name: '3 more replies', exact: true }).click();
	await settle(page);
	assert.equal(await page.locator('.afterword-more button:visible').count(), 0);
	const levels = await page.locator('article').evaluateAll((nodes) => Object.fromEntries(nodes.map((node) => {
		let level = -1;
		for (let at = node; at; at = at.parentElement.closest('ol'))
			level++;
		return [node.id, level];
	})));
	assert.deepEqual(told.slice(0, 8).map((id) => levels[`comment-${id}`]), [1, 2, 3, 4, 5, 5, 5, 2]);
	assert.equal(Object.keys(levels).length, 27);
	assert.deepEqual(await page.locator('.afterword-to').allTextContents(),
		['in reply to Writer 4', 'in reply to Writer 5']);
	assert.equal(await page.locator('.afterword-to a').first().getAttribute('href'), `#comment-${told[4]}`);
	assert.equal(calls(page, '/replies').length, 2);
	assert.deepEqual(page.faults, []);
});

test('more comments follow, each once, and the focus goes with them', async () => {
	await written();
	const page = await open(many);
	assert.deepEqual(await ids(page), [...stem].reverse().slice(0, 20));
	await post(many, 'Meanwhile').then(({ id }) => stem.push(id));
	await page.getByRole('button', { name: 'More comments' }).click();
	await settle(page);
	assert.deepEqual(await ids(page), stem.slice(0, 30).reverse());
	assert.ok(!await page.getByRole('button', { name: 'More comments' }).isVisible());
	assert.equal(await page.evaluate(() => document.activeElement.id), `comment-${stem[9]}`);
	assert.equal(await textOf(page, 'h2'), '31 comments');
});

test('the order may be chosen', async () => {
	await written();
	const page = await open(many, { body: '<section data-afterword="comments" data-limit="5"></section>' });
	const order = page.getByRole('combobox', { name: 'Sort by' });
	assert.deepEqual(await ids(page), [...stem].reverse().slice(0, 5));
	await order.selectOption('Oldest');
	await settle(page);
	assert.deepEqual(await ids(page), stem.slice(0, 5));
	await page.getByRole('button', { name: 'More comments' }).click();
	await settle(page);
	assert.deepEqual(await ids(page), stem.slice(0, 10), 'pages go on in that order');
	await order.selectOption('Best');
	await settle(page);
	assert.equal(gets(page).at(-1).url.searchParams.get('sort'), 'best');
	assert.equal((await ids(page)).length, 5);
});

test('of two orders chosen in haste the last one counts', async () => {
	await written();
	const page = await open(many, { body: '<section data-afterword="comments" data-limit="5"></section>' });
	await page.route('**/api/comments?*sort=oldest*', async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 300));
		await route.continue();
	});
	await page.locator('select').selectOption('oldest');
	await page.locator('select').selectOption('newest');
	await settle(page);
	assert.equal(gets(page).length, 3);
	assert.deepEqual(await ids(page), [...stem].reverse().slice(0, 5));
});

test('attributes choose order and number', async () => {
	await written();
	const page = await open(many,
		{ body: '<section data-afterword="comments" data-sort="oldest" data-limit="3"></section>' });
	assert.deepEqual(await ids(page), stem.slice(0, 3));
	assert.equal(await page.locator('select').inputValue(), 'oldest');
});

test('a closed article is read, not written', async () => {
	const page = await open(name(), { setup: (page) => page.route('**/api/comments?*', (route) =>
		route.fulfill({ json: { ...THREAD, article: '/x', closed: true, comments: [COMMENT] } })) });
	assert.equal(await page.locator('form').count(), 0);
	assert.equal(await page.getByRole('button', { name: 'Reply' }).count(), 0);
	assert.ok((await textOf(page, '.afterword')).includes('Comments are closed.'));
	assert.equal(await page.locator('article').count(), 1);
});

/* ---- a second wall ---- */

test('what a broken server might send does not run', async () => {
	const hostile = [
		'<img src=x onerror="window.hit=1">', '<script>window.hit=1</script>', '<svg onload="window.hit=1"><a>x</a></svg>',
		'<a href="javascript:window.hit=1">x</a>', '<a href=" javascript:window.hit=1">x</a>',
		'<a href="java&#10;script:window.hit=1">x</a>', '<a href="data:text/html,x">x</a>',
		'<p style="position:fixed" id="top" class="afterword-form" onclick="window.hit=1">x</p>',
		'<iframe srcdoc="<script>parent.hit=1</script>"></iframe>', '<form action="/x"><input name="a"></form>',
		'<math><mi><style><img src=x onerror="window.hit=1"></style></mi></math>',
		'<template><img src=x onerror="window.hit=1"></template>', '<base href="https://evil.example/">',
		'<noscript><p title="</noscript><img src=x onerror=window.hit=1>"></noscript>',
	].join('');
	const good = '<p>a<br>b <em>c</em> <strong>d</strong> <del>e</del> <code>f</code></p><pre><code class="language-c++">g</code></pre>'
		+ '<blockquote><p>h</p></blockquote><ul><li>i</li></ul><ol start="3"><li>j</li></ol>';
	const page = await open(name(), { setup: answering({ id: 1, html: hostile }, { id: 2, html: good },
		{ id: 3, html: '<p><a href="https://a.example/?b&amp;c" onclick="x" target="_blank" rel="opener">k</a> <a href="mailto:a@b.example">l</a></p>' }) });
	await page.waitForTimeout(100);
	assert.equal(await page.evaluate(() => window.hit), undefined);
	const attributes = await page.locator('#comment-1 .afterword-text *').evaluateAll((nodes) =>
		nodes.flatMap((node) => [node.nodeName, ...node.getAttributeNames()]));
	assert.deepEqual([...new Set(attributes)].sort(), ['A', 'P']);
	assert.equal(await page.locator('#comment-2 .afterword-text').innerHTML(), good, 'what is allowed stays');
	const rel = 'nofollow ugc noopener noreferrer';
	assert.equal(await page.locator('#comment-3 .afterword-text').innerHTML(),
		`<p><a href="https://a.example/?b&amp;c" rel="${rel}">k</a> <a href="mailto:a@b.example" rel="${rel}">l</a></p>`);
});

test('nor does any text that tries for more, were it let through as it is', async () => {
	const page = await open(name(), {
		setup: async (page) => {
			await page.addInitScript(() => { window.x = () => { window.hit = 1; }; });
			await answering(...injections.map((text, i) => ({ id: i + 1, html: text })))(page);
		},
	});
	assert.equal(await page.locator('article').count(), injections.length);
	for (const node of await page.locator('.afterword-text a').all())
		await node.evaluate((link) => link.dispatchEvent(new MouseEvent('mouseover')));
	assert.equal(await page.evaluate(() => window.hit), undefined);
	const found = await page.locator('.afterword-text *').evaluateAll((nodes) => nodes.flatMap((node) =>
		node.namespaceURI.endsWith('/xhtml') ? node.getAttributeNames().map((key) => [node.localName, key, node.getAttribute(key)])
			.concat([[node.localName]]) : [[node.nodeName]]));
	const odd = found.filter(([tag, key, value]) => !Object.hasOwn(ALLOWED, tag)
		|| key && !(key === 'href' && /^(https?|mailto):/i.test(value) || key === 'rel' && value.startsWith('nofollow ugc')
			|| key === 'class' && /^language-[\w+-]+$/.test(value) || key === 'start' && /^\d+$/.test(value)));
	assert.deepEqual(odd, []);
	assert.ok(found.length > 5, `${found.length} to look at`);
});

test('the strictest policy is kept, Trusted Types too', async () => {
	const path = name();
	const root = await post(path, 'A *root* of 1 [link](https://example.org)');
	await post(path, 'A reply', { parent: root.id });
	for (const lang of ['en', 'de']) {
		const page = await open(path, {
			body: `<section data-afterword="comments" data-lang="${lang}"></section>`,
			headers: { 'Content-Security-Policy': STRICT },
			setup: (page) => page.addInitScript(() => {
				window.violations = [];
				addEventListener('securitypolicyviolation',
					(event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
			}),
		});
		await page.locator('.afterword-up').first().click();
		await page.locator('textarea').first().fill('Some *text*');
		await page.locator('form button').nth(1).click();
		await page.locator('.afterword-preview em').waitFor();
		await write(page, word());
		assert.equal(await page.locator('article').count(), lang === 'en' ? 3 : 4);
		await page.locator('.afterword-own button').first().click();
		await settle(page);
		// The icon that the browser itself looks for is not the script's doing.
		assert.deepEqual((await page.evaluate(() => window.violations))
			.filter((what) => !what.includes('favicon.ico')), []);
		assert.deepEqual(page.faults.filter((what) => !what.includes('favicon.ico')), []);
		await page.close();
	}
});

test('a page whose policy does not know the script’s name still has its comments', async () => {
	const path = name();
	await post(path, 'Hello *world*');
	const page = await open(path, { headers: { 'Content-Security-Policy': "trusted-types other; script-src 'self'" } });
	assert.deepEqual(await texts(page), ['Hello world']);
});

/* ---- which article, which API ---- */

test('the article is named as count.js names it', async () => {
	const own = name();
	await post(own, 'Here');
	for (const [path, body, head] of [
		[own, SECTION, ''],
		[`${own}?utm_source=letter#part`, SECTION, ''],
		[name(), `<section data-afterword="comments" data-article="${own}"></section>`, ''],
		[name(), `<section data-afterword="comments" data-article="${base}${own}"></section>`, ''],
		[name(), SECTION, `<link rel="canonical" href="${own}">`],
		[own, SECTION, '<link rel="canonical" href="https://elsewhere.example/x">'],
	]) {
		const page = await open(path, { body, head });
		assert.deepEqual(await texts(page), ['Here'], `${path} ${body} ${head}`);
		await page.close();
	}
});

test('API and site are where the attributes say', async () => {
	const page = await visit(name(), {
		html: html('<section data-afterword="comments" data-api="/other/api" data-site="example.org"></section>'),
		setup: (page) => page.route('**/other/api/comments*', (route) => route.fulfill({ json: { ...THREAD, article: '/x' } })),
	});
	await page.locator('h2').waitFor();
	assert.equal(page.calls[0].url.pathname, '/other/api/comments');
	assert.equal(page.calls[0].url.searchParams.get('site'), 'example.org');
});

test('the style comes along, unless it is there or not wanted', async () => {
	for (const [head, css, links] of [
		['', '', 1],
		['<link rel="stylesheet" href="/comments.css?v=2">', '', 1],
		['', 'data-css="none"', 0],
	]) {
		const page = await open(name(), { head, body: `<section data-afterword="comments" ${css}></section>${SECTION}` });
		assert.equal(await page.locator('link[rel=stylesheet]').count(), links + (css ? 1 : 0), head + css);
	}
});

test('count.js leaves the thread alone, and fills the number beside it', async () => {
	const path = name();
	await post(path, 'Counted');
	const page = await open(path, { body: `<p data-afterword="comments" data-text="{comments}"></p>${SECTION}`,
		head: '<script async src="/count.js"></script>' });
	assert.equal(await textOf(page, 'p[data-afterword]'), '1');
	assert.deepEqual(await texts(page), ['Counted']);
	assert.equal(calls(page, '/comments').length, 1);
	assert.equal(calls(page, '/visits').length, 1);
});

/* ---- what it costs ---- */

test('200 comments take less than 100 ms of script', async () => {
	const path = name();
	const long = '<p>Words of a <em>usual</em> length, with <code>code</code> and a <a href="https://example.org/">link</a>.</p>'
		+ '<p>A second paragraph that goes on for a while, as they do.</p>';
	const all = Array.from({ length: 100 }, (_, i) => ({ ...COMMENT, id: 2 * i + 1, html: long, reply_count: 1, replies: [
		{ ...COMMENT, id: 2 * i + 2, parent: 2 * i + 1, root: 2 * i + 1, depth: 1, html: long }] }));
	const page = await visit(path, { html: html('<main></main>'), setup: answering(...all) });
	const client = await page.context().newCDPSession(page);
	const events = [];
	client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
	const complete = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
	await client.send('Tracing.start', { categories: 'devtools.timeline,v8', transferMode: 'ReportEvents' });
	await page.evaluate(() => {
		document.querySelector('main').innerHTML = '<section data-afterword="comments" data-limit="100"></section>';
	});
	await page.waitForFunction(() => document.querySelectorAll('article').length === 200);
	await settle(page);
	await client.send('Tracing.end');
	await complete;
	// What is within another is counted there; others may want this processor, too.
	const spans = events.filter(({ name, ph }) => ph === 'X' && ['FunctionCall', 'RunMicrotasks', 'v8.callFunction'].includes(name))
		.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
	let end = 0;
	let sum = 0;
	let wall = 0;
	for (const { ts, dur, tdur = dur } of spans) {
		if (ts >= end) {
			sum += tdur;
			wall += dur;
			end = ts + dur;
		}
	}
	say(`script time for 200 comments: ${(sum / 1000).toFixed(1)} ms of processor, ${(wall / 1000).toFixed(1)} ms of clock`);
	assert.ok(sum > 1000, 'it was measured');
	assert.ok(sum < 100e3, `${sum} us`);
});

test('together the script and its style are less than 9 KB on the wire', async () => {
	let sum = 0;
	for (const file of ['comments.js', 'comments.css']) {
		const reply = await fetch(`${base}/${file}`);
		const body = Buffer.from(await reply.arrayBuffer());
		assert.deepEqual(body, await readFile(join(top, 'web', file)), 'as it is in the tree');
		assert.match(reply.headers.get('content-type'), /^text\/(javascript|css)/);
		sum += gzipSync(body, { level: 9 }).length;
	}
	say(`gzip -9: ${sum} bytes`);
	assert.ok(sum < 9 * 1024, `${sum} bytes`);
});
