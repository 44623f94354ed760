/* pow.js: work is proved beside the page, when it is asked for and not else. */
import { createHash } from 'node:crypto';

import { assert, comments, name, settings, test, textOf } from './lib.mjs';
import { calls, open, problem, texts, word, write } from './thread.mjs';

settings(`
[comments]
form_delay = 0
interval = 0
daily = 1000000
flood = 1000000
proof_of_work = 20000
`);

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
	+ "trusted-types afterword; require-trusted-types-for 'script'";
let serial = 100;
/* Suspicious, and not held. */
const suspicious = () => `The tram was late again today, ask the depot: 01632 960${++serial}`;
const posts = (page) => calls(page, '/comments').filter(({ method }) => method === 'POST');

/* Notes what a page loads, and its workers. */
const noting = (page) => {
	page.scripts_ = [];
	page.workers_ = 0;
	page.on('request', (request) => page.scripts_.push(new URL(request.url()).pathname));
	page.on('worker', () => { page.workers_++; });
};
const loaded = (page) => page.scripts_.filter((path) => path === '/pow.js').length;

test('a suspicious comment is posted after some work, in a worker', async () => {
	const path = name();
	const page = await open(path, { headers: { 'Content-Security-Policy': POLICY }, setup: noting });
	await page.evaluate(() => {
		window.said = [];
		new MutationObserver(() => said.push(document.querySelector('.afterword-status').textContent))
			.observe(document.querySelector('.afterword-status'), { childList: true });
	});
	const plain = word();
	await write(page, plain);
	assert.deepEqual(await texts(page), [plain]);
	assert.equal(loaded(page), 0, 'nothing is loaded that is not asked for');
	const text = suspicious();
	await write(page, text);
	await page.locator('article', { hasText: text }).waitFor();
	assert.ok(loaded(page) > 0);
	assert.equal(page.workers_, 1);
	const [first, second] = posts(page).slice(1);
	const { altcha, ...same } = second.body;
	assert.deepEqual(same, first.body, 'the same, with the same stamp');
	assert.deepEqual(Object.keys(JSON.parse(atob(altcha))).sort(),
		['algorithm', 'challenge', 'number', 'salt', 'signature']);
	assert.equal(posts(page).length, 3);
	assert.deepEqual(await page.evaluate(() => said), ['One moment…', 'Your comment is there.',
		'One moment…', 'Your comment is there.']);
	assert.equal((await comments(path)).count, 2);
	assert.deepEqual(page.faults, []);
});

test('without a worker it is done between what the page does', async () => {
	const path = name();
	const page = await open(path, { setup: async (page) => {
		noting(page);
		await page.addInitScript(() => {
			window.Worker = class {
				constructor() {
					throw new DOMException('of another origin', 'SecurityError');
				}
			};
			window.turns = 0;
			const { setTimeout: real } = window;
			window.setTimeout = (...args) => real(...args, turns++);
		});
	} });
	await write(page, suspicious());
	await page.locator('article').waitFor();
	assert.equal(page.workers_, 0);
	assert.equal((await comments(path)).count, 1);
	assert.deepEqual(page.faults, []);
	assert.ok(await page.evaluate(() => turns) > 1, 'with pauses');
});

test('a policy may forbid workers', async () => {
	const path = name();
	const page = await open(path, { headers: { 'Content-Security-Policy': `${POLICY}; worker-src 'none'` },
		setup: noting });
	await write(page, suspicious());
	await page.locator('article').waitFor();
	assert.equal((await comments(path)).count, 1);
});

test('a browser without crypto.subtle, as on plain http', async () => {
	const path = name();
	const page = await open(path, { setup: (page) => page.addInitScript(() => {
		Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
	}) });
	await write(page, suspicious());
	await page.locator('article').waitFor();
	assert.equal((await comments(path)).count, 1);
});

test('when it cannot be loaded the text is kept, and the next try goes on', async () => {
	const path = name();
	let lost = true;
	const page = await open(path, { setup: (page) => page.route('**/pow.js', (route) =>
		lost ? route.abort('connectionreset') : route.continue()) });
	const text = suspicious();
	await write(page, text);
	assert.equal(await textOf(page, 'form > [role=alert]'), 'There is no connection.');
	assert.equal(await page.locator('textarea').inputValue(), text);
	lost = false;
	await page.reload();
	await page.locator('textarea').focus();
	assert.equal(await page.locator('textarea').inputValue(), text, 'the draft');
	await write(page, text);
	await page.locator('article').waitFor();
	assert.equal((await comments(path)).count, 1);
});

test('a proof that is refused is not tried for ever', async () => {
	const challenge = { algorithm: 'SHA-256', challenge: '0'.repeat(64), maxnumber: 10, salt: 'a&', signature: '' };
	const refuse = (route) => route.request().method() === 'POST' ? route.fulfill({ status: 422,
		contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:afterword:problem:proof',
			title: 'No', status: 422, errors: [{ field: 'altcha', detail: 'is wrong' }], challenge }) })
		: route.continue();
	const page = await open(name(), { setup: (page) => page.route('**/api/comments?', refuse) });
	await write(page, 'Words');
	await page.locator('form > [role=alert]').waitFor();
	assert.equal(await textOf(page, 'form > [role=alert]'), 'That did not work.');
	assert.equal(posts(page).length, 2);
	const other = await open(name(), { setup: (page) => page.route('**/api/comments?', async (route) =>
		route.request().method() === 'POST' ? problem(422, 'proof', { field: 'altcha' })(route) : route.continue()) });
	await write(other, 'Words');
	assert.equal(posts(other).length, 1, 'nor without a challenge');
});

test('it finds the number, however long the salt', async () => {
	const page = await open(name());
	for (const length of [1, 8, 46, 47, 53, 54, 55, 56, 63, 64, 65, 118, 119, 120, 128, 500])
		for (const number of [0, 9, 10, 99, 100, 12345]) {
			const salt = 'salt&?='.repeat(length).slice(0, length);
			const challenge = createHash('sha256').update(salt + number).digest('hex');
			assert.equal(await page.evaluate(async ([challenge, from, to]) =>
				(await import('/pow.js')).search(challenge, from, to),
			[{ salt, challenge }, Math.max(0, number - 12), number + 2]), number, `${length} ${number}`);
		}
	assert.equal(await page.evaluate(async () => (await import('/pow.js'))
		.search({ salt: 'x', challenge: '0'.repeat(64) }, 0, 100)), undefined);
});
