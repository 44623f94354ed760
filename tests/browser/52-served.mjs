/*
 * What the programs answer, opened as a page of its own: nothing that a reader wrote
 * runs, whichever answer shows it.
 */
import { assert, base, reader, settings, test } from './lib.mjs';

settings(`hold = nothing

[comments]
form_delay = 0
interval = 0
daily = 1000000
flood = 1000000
`);

const HOSTILE = [
	'<script>window.hit=1</script>',
	'<img src=x onerror="window.hit=1">',
	'"><svg onload="window.hit=1">',
	"'><iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
	'</title></style></script><script>window.hit=1</script>',
	'[x](javascript:window.hit=1)',
	'<a href="javascript:window.hit=1" autofocus onfocus="window.hit=1">x</a>',
	']]><script xmlns="http://www.w3.org/1999/xhtml">window.hit=1</script>',
	'&lt;script&gt;window.hit=1&lt;/script&gt;',
	'{{constructor.constructor("window.hit=1")()}}',
];
const ARTICLE = '/hostile/"><script>window.hit=1<\/script>';

async function say(text, name, title) {
	const { stamp } = await (await fetch(`${base}/api/comments/stamp?article=${
		encodeURIComponent(ARTICLE)}`)).json();
	const reply = await fetch(`${base}/api/comments`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Origin: base },
		body: JSON.stringify({ article: ARTICLE, title, text, name,
			url: `https://example.org/?${text}`, stamp }),
	});
	const body = await reply.json();
	assert.ok(reply.status === 201 || reply.status === 202, JSON.stringify(body));
	return body.id;
}

test('no answer runs what readers wrote', async () => {
	let id;
	for (const [i, text] of HOSTILE.entries())
		id = await say(`${text} ${i}`, `${i} ${text}`.slice(0, 60), text);
	const article = `article=${encodeURIComponent(ARTICLE)}`;
	for (const path of [
		`/api/comments?${article}`,
		`/api/comments/${id}`,
		`/api/comments/${id}/replies`,
		'/api/comments/recent',
		`/api/comments/feed?${article}`,
		`/api/comments/feed?${article}&format=json`,
		'/api/comments/feed',
		`/api/comments/fragment?${article}`,
		`/api/comments/fragment?${article}&page=1`,
		`/api/comments/held?${article}`,
		`/api/visits?${article}`,
		`/api/visits/badge.svg?${article}&label=${encodeURIComponent(HOSTILE[0])}`,
		'/api/visits/popular?period=all',
		`/api/comments?${article}&sort=${encodeURIComponent(HOSTILE[1])}`,
		`/api/comments/${encodeURIComponent(HOSTILE[1])}`,
	]) {
		const context = await reader();
		const page = await context.newPage();
		let dialogs = 0;
		page.on('dialog', (dialog) => { dialogs++; dialog.dismiss(); });
		const download = page.waitForEvent('download', { timeout: 300 }).catch(() => null);
		await page.goto(base + path).catch((error) => {
			assert.match(error.message, /Download is starting|ERR_ABORTED/, path);
		});
		if (await download === null)
			assert.equal(await page.evaluate(() => window.hit), undefined, path);
		assert.equal(dialogs, 0, path);
		await context.close();
	}
});

test('what is typed into a form comes back as text', async () => {
	const context = await reader();
	const page = await context.newPage();
	await page.goto(`${base}/api/comments/fragment?page=1&${
		new URLSearchParams({ article: '/typed' })}`);
	await page.evaluate(() => { for (const field of document.querySelectorAll('[required]')) field.required = false; });
	await page.fill('[name=name]', HOSTILE[2]);
	await page.fill('[name=email]', '"><script>window.hit=1</script>');
	await page.fill('[name=text]', `</textarea>${HOSTILE[0]}`);
	await page.evaluate(() => { document.querySelector('[name=email]').type = 'text'; });
	await page.click('form button');
	await page.waitForLoadState();
	assert.equal(await page.inputValue('[name=text]'), `</textarea>${HOSTILE[0]}`);
	assert.equal(await page.inputValue('[name=name]'), HOSTILE[2]);
	assert.equal(await page.evaluate(() => window.hit), undefined);
	await context.close();
});
