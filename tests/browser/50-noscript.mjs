/* Comments as a reader without scripts reads and writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { assert, base, dim, settings, settle, test, top, visit } from './lib.mjs';

const TRAM = '/articles/night-trams-return.html';
const NATO = '/articles/nato-deputy-visits-adex.html';

settings(`hold = nothing

[comments]
form_delay = 0
interval = 0
daily = 1000000
flood = 1000000
`);

const reader = (path, options = {}) => visit(path, { javaScriptEnabled: false, ...options });

/* A comment by the API, for tests to find. */
let serial = 0;
async function say(article, more = {}) {
	const { stamp } = await (await fetch(`${base}/api/comments/stamp?article=${article}`)).json();
	const reply = await fetch(`${base}/api/comments`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Origin: base },
		body: JSON.stringify({ article, stamp, name: 'Ann', text: `Words of number ${++serial}`, ...more }),
	});
	assert.equal(reply.status, 201, await reply.clone().text());
	return (await reply.json()).id;
}

async function fill(page, { text, name = 'Ole', email, url }) {
	await page.getByLabel('Comment').fill(text);
	await page.getByLabel('Name').fill(name);
	if (email)
		await page.getByLabel('E-mail').fill(email);
	if (url)
		await page.getByLabel('Website').fill(url);
}

async function send(page) {
	await page.getByRole('button', { name: 'Send' }).click();
	await page.waitForLoadState();
	await settle(page);
}

const textOf = (page, id) => page.locator(`#comment-${id} .afterword-text`).textContent();

/* Where the address leads to, which has to be in the window. */
async function landed(page, path) {
	const url = new URL(page.url());
	assert.equal(url.pathname, path);
	const target = page.locator(url.hash);
	assert.equal(await target.count(), 1, page.url());
	const box = await target.boundingBox();
	const { height } = page.viewportSize();
	assert.ok(box.y + box.height > 0 && box.y < height, `${url.hash} is at ${box.y}`);
	return Number(url.hash.match(/^#comment-(\d+)$/)[1]);
}

test('a comment is written and found', async () => {
	const page = await reader(TRAM);
	assert.equal(await page.locator('.afterword-count').textContent(), 'No comments yet');
	await fill(page, { text: 'At last!\n\nI *walked* for <b>years</b>.', name: 'Mirela', url: 'mirela.example' });
	await send(page);
	const id = await landed(page, TRAM);
	assert.equal(await textOf(page, id), 'At last!I walked for <b>years</b>.');
	const header = page.locator(`#comment-${id} header`);
	assert.equal(await header.locator('bdi').textContent(), 'Mirela');
	assert.equal(await header.locator('b a').getAttribute('href'), 'https://mirela.example');
	assert.equal(await page.locator('.afterword-count').textContent(), '1 comment');
	assert.equal(await page.getByLabel('Comment').inputValue(), '', 'the form is ready for another');
});

test('a reload does not write it again', async () => {
	const page = await reader(TRAM);
	await fill(page, { text: 'Only once' });
	await send(page);
	await page.reload();
	await settle(page);
	assert.equal(await page.getByText('Only once', { exact: true }).count(), 1);
});

test('a reply stands below what it answers', async () => {
	const parent = await say(TRAM, { name: 'Bob "B" <b>' });
	const page = await reader(TRAM);
	await page.locator(`#comment-${parent}`).getByRole('link', { name: 'Reply to Bob "B" <b>' }).click();
	await settle(page);
	assert.equal(await page.locator('.afterword-form h2').textContent(), 'Reply to Bob "B" <b>');
	assert.ok((await page.locator('#comment-form').boundingBox()).y < 900, 'the form is in the window');
	await fill(page, { text: 'I saw you' });
	await send(page);
	const id = await landed(page, TRAM);
	assert.equal(await textOf(page, id), 'I saw you');
	assert.equal(await page.locator(`li:has(> #comment-${parent}) > ol > li > #comment-${id}`).count(), 1);
	assert.equal(await page.locator('.afterword-form h2').textContent(), 'Leave a comment');
});

test('a reply may be none after all', async () => {
	const parent = await say(TRAM);
	const page = await reader(`${TRAM}?reply-to=${parent}`);
	await page.getByRole('link', { name: 'Not a reply' }).click();
	await settle(page);
	assert.equal(await page.locator('[name=parent]').count(), 0);
});

test('the eleventh reply is found, too', async () => {
	const root = await say(TRAM);
	for (let i = 0; i < 10; i++)
		await say(TRAM, { parent: root });
	const page = await reader(`${TRAM}?reply-to=${root}`);
	await fill(page, { text: 'The eleventh' });
	await send(page);
	const id = await landed(page, TRAM);
	assert.equal(await textOf(page, id), 'The eleventh');
	await page.getByRole('link', { name: 'Back to the first comments' }).click();
	await settle(page);
	assert.equal(await page.locator(`#comment-${id}`).count(), 0);
	await page.getByRole('link', { name: '8 more replies' }).click();
	await settle(page);
	assert.equal(await page.locator(`#comment-${id}`).count(), 1);
});

test('more comments are one click away', async () => {
	const first = await say(NATO);
	for (let i = 0; i < 24; i++)
		await say(NATO);
	const page = await reader(NATO);
	assert.equal(await page.locator('.afterword-comment').count(), 20);
	await page.getByRole('link', { name: 'More comments' }).click();
	await settle(page);
	assert.equal(await page.locator('.afterword-comment').count(), 5);
	assert.equal(await page.locator(`#comment-${first}`).count(), 1);
	assert.equal(await page.getByRole('link', { name: 'More comments' }).count(), 0);
	await page.getByRole('link', { name: 'Oldest' }).click();
	await settle(page);
	assert.equal(await page.locator('.afterword-comment').first().getAttribute('id'), `comment-${first}`);
	// The page's own canonical address is what everything else counts.
	assert.equal(await page.locator('link[rel=canonical]').getAttribute('href'), NATO);
});

test('what is wrong is said, and nothing is lost', async () => {
	const page = await reader(TRAM);
	const text = '\nA long text,\n  with <b>signs</b> & "quotes"';
	await fill(page, { text, name: 'Admin', email: 'me@mail.example', url: 'me.example' });
	await send(page);
	assert.equal(new URL(page.url()).pathname, '/api/comments');
	assert.equal(await page.locator('h1').textContent(), 'Your comment was not sent');
	const name = page.getByLabel('Name');
	assert.equal(await name.getAttribute('aria-invalid'), 'true');
	assert.ok(await name.evaluate((element) => element === document.activeElement));
	assert.equal(await name.inputValue(), 'Admin');
	assert.equal(await page.getByLabel('Comment').inputValue(), text);
	assert.equal(await page.getByLabel('E-mail').inputValue(), 'me@mail.example');
	assert.equal(await page.getByLabel('Website').inputValue(), 'me.example');
	await name.fill('Somebody');
	await send(page);
	const id = await landed(page, TRAM);
	assert.equal(await page.locator(`#comment-${id} bdi`).textContent(), 'Somebody');
	assert.match(await textOf(page, id), /^A long text,\s*with <b>signs<\/b> & "quotes"$/);
	assert.deepEqual(page.faults, []);
});

test('the browser itself asks for what is required', async () => {
	const page = await reader(TRAM);
	await page.getByLabel('Comment').fill('No name');
	await page.getByRole('button', { name: 'Send' }).click();
	await settle(page);
	assert.equal(new URL(page.url()).pathname, TRAM);
	assert.deepEqual(page.calls.filter(({ method }) => method === 'POST'), []);
});

test('one that waits is thanked for', async () => {
	const page = await reader(TRAM);
	await fill(page, { text: 'https://a.example https://b.example https://c.example' });
	await send(page);
	assert.equal(await page.locator('h1').textContent(), 'Thank you');
	await page.getByRole('link', { name: 'Back to the article' }).click();
	await settle(page);
	assert.equal(page.url(), base + TRAM);
	assert.equal(await page.getByText('https://a.example').count(), 0);
});

test('the thread by itself works the same', async () => {
	const parent = await say('/alone');
	const page = await reader('/api/comments/fragment?page=1&article=/alone');
	await page.getByRole('link', { name: 'Reply to Ann' }).click();
	await settle(page);
	await fill(page, { text: 'From the page of the API' });
	await send(page);
	assert.match(page.url(), new RegExp(`^${base}/alone\\?comments-at=\\d+#comment-\\d+$`));
	const again = await reader('/api/comments/fragment?page=1&article=/alone');
	assert.equal(await again.locator(`li:has(> #comment-${parent}) > ol article`).count(), 1);
	assert.deepEqual(again.faults, [], 'its style is let in');
	assert.equal(await again.locator('.afterword-comments').first()
		.evaluate((list) => getComputedStyle(list).listStyleType), 'none');
});

test('the keyboard leads through the form, past what nobody sees', async () => {
	const page = await reader(TRAM);
	assert.equal(await page.locator('[name=subject]').isVisible(), false);
	await page.getByLabel('Comment').focus();
	for (const key of ['text', 'Tab', 'Bob', 'Tab', 'b@mail.example', 'Tab', 'b.example', 'Tab', 'Enter'])
		await (/^(Tab|Enter)$/.test(key) ? page.keyboard.press(key) : page.keyboard.type(key));
	await page.waitForURL(/comment-\d+$/);
	const post = page.calls.find(({ method }) => method === 'POST').body;
	assert.deepEqual([post.text, post.name, post.email, post.url, post.subject],
		['text', 'Bob', 'b@mail.example', 'b.example', '']);
});

test('from 320 to 1280 px nothing is wider than the window', async () => {
	let parent = await say('/wide', { text: `${'W'.repeat(300)}\n\n\`\`\`\n${'x'.repeat(300)}\n\`\`\``,
		name: 'Ŵ'.repeat(60), url: `https://${'w'.repeat(60)}.example` });
	const root = parent;
	for (let i = 0; i < 8; i++)
		parent = await say('/wide', { parent, text: `${'W'.repeat(100 + i)}`, name: 'M'.repeat(60) });
	for (const path of [`/api/comments/fragment?page=1&article=/wide&root=${root}`,
		`${TRAM}?comments-sort=oldest`, '/api/comments/held?article=/wide']) {
		for (const width of [320, 375, 768, 1280]) {
			const page = await visit(path, { viewport: { width, height: 800 } });
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
				`${path} at ${width} px`);
		}
	}
});

test('all words can be read, in light and dark', async () => {
	await say(TRAM, { text: '> quoted\n\n`code`', url: 'x.example' });
	for (const path of [TRAM, `${TRAM}?reply-to=1`, `/api/comments/fragment?page=1&article=${TRAM}`]) {
		for (const colorScheme of ['light', 'dark']) {
			const page = await visit(path, { colorScheme });
			assert.deepEqual(await dim(page), [], `${path}, ${colorScheme}`);
		}
	}
});

test('the page’s policy forbids none of it', async () => {
	await say(TRAM, { text: '</script><script>window.bad = 1</script><img src=x onerror="window.bad = 1">',
		name: '<img src=x onerror="window.bad=1">' });
	const page = await visit(TRAM, {
		setup: (page) => page.addInitScript(() => {
			window.violations = [];
			addEventListener('securitypolicyviolation',
				(event) => window.violations.push(event.violatedDirective + event.blockedURI));
		}),
	});
	assert.deepEqual(await page.evaluate(() => window.violations), []);
	assert.equal(await page.evaluate(() => window.bad), undefined);
	const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
	assert.equal(data.comment[0].author.name, '<img src=x onerror="window.bad=1">');
	assert.deepEqual(page.faults, []);
});

/* What elements and attributes a page has, once each, when nothing of it runs. */
const parts = (page, html) => page.evaluate((text) => {
	const found = new Set();
	for (const element of new DOMParser().parseFromString(text, 'text/html').querySelectorAll('*')) {
		found.add(element.localName);
		for (const { name } of element.attributes)
			found.add(`${element.localName}@${name}`);
	}
	return [...found].sort();
}, html);

test('no text becomes markup, neither in a thread nor in a form', async () => {
	const lines = readFileSync(join(top, 'tests/data/injection.txt'), 'utf8').trimEnd().split('\n');
	const page = await visit('/inject', { html: '<title>A page</title>' });
	const form = async (fields) => {
		const reply = await fetch(`${base}/api/comments`, { method: 'POST', redirect: 'manual',
			headers: { Origin: base }, body: new URLSearchParams({ article: '/inject', ...fields }) });
		return [reply.status, await reply.text()];
	};
	const [, plain] = await form({ text: 'x', name: 'x', email: 'x', url: 'x', stamp: 'x' });
	const wanted = await parts(page, plain);
	for (const line of lines) {
		const [status, html] = await form({ text: line, name: line, email: line, url: line, stamp: line });
		assert.equal(status, 422);
		const extra = (await parts(page, html)).filter((part) => !wanted.includes(part));
		assert.deepEqual(extra.filter((part) => !/@(aria-invalid|autofocus|aria-describedby)$/.test(part)),
			[], line);
	}

	let number = 0;
	for (const line of lines) {
		const fresh = await (await fetch(`${base}/api/comments/stamp?article=/inject`)).json();
		const [status] = await form({ stamp: fresh.stamp, text: `${++number} ${line}`, name: line.slice(0, 60) || 'x' });
		assert.ok(status === 303 || status === 422, `${status}: ${line}`);
	}
	const elements = new Set();
	let after = '';
	for (let pages = 0; after !== undefined; pages++) {
		assert.ok(pages < 20, 'pages end');
		const html = await (await fetch(`${base}/api/comments/fragment?article=/inject&limit=50${after}`)).text();
		for (const part of await parts(page, html))
			elements.add(part);
		// No policy protects this page.
		const open = await visit('/inject', { html: `<title>A page</title><section id="comments">${html}</section>`,
			setup: (page) => page.addInitScript(() => { window.x = () => { window.bad = true; }; }) });
		assert.equal(await open.evaluate(() => window.bad), undefined);
		assert.deepEqual(open.faults, []);
		after = html.match(/comments-after=([\d.]+)#/)?.[1].replace(/^/, '&after=');
	}
	const ours = 'html head body h2 article header footer time bdi form div label input textarea '
		+ 'button small script';
	const known = 'p br em strong del code pre blockquote ul ol li a b span code@class ol@start ol@class '
		+ 'p@class b@class b@aria-current span@class a@href a@rel a@class a@aria-label';
	assert.deepEqual([...elements].filter((part) => !ours.split(' ').includes(part.split('@')[0])
		&& !known.split(' ').includes(part)), []);
	assert.deepEqual([...elements].filter((part) => /@(on.*|style|src|srcdoc|formaction)$/.test(part)), []);
});
