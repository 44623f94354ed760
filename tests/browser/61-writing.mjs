/* comments.js: writing comments, and what becomes of a text when that fails. */
import { assert, away, comments, name, post, settings, settle, sleep, test, textOf } from './lib.mjs';
import { calls, focused, open, problem, SETTINGS, texts, word, write } from './thread.mjs';

settings(SETTINGS);

const button = (page, text) => page.getByRole('button', { name: text, exact: true });
const status = (page) => textOf(page, '.afterword-status');
const posts = (page) => page.calls.filter(({ method, url }) => method === 'POST' && url.pathname.endsWith('/comments'));

/* Lets posts be answered by `answers`, one after the other; then by the API. */
const posting = (...answers) => (page) => page.route('**/api/comments?', async (route) => {
	const answer = route.request().method() === 'POST' && answers.shift();
	await (answer ? answer(route) : route.continue());
});

/* ---- a comment ---- */

test('a comment is posted, shown, announced and focused', async () => {
	const path = name();
	const before = await post(path, word());
	const page = await open(path);
	assert.ok(!await page.locator('[name=name]').isVisible(), 'the form is small at first');
	await page.locator('textarea').focus();
	assert.ok(await page.locator('[name=name]').isVisible());
	await write(page, 'Hello *world*', { name: 'Ann', email: 'ann@mail.example', url: 'example.org' });
	const [{ body }] = posts(page);
	assert.deepEqual({ ...body, stamp: typeof body.stamp }, { article: path, title: 'A page', text: 'Hello *world*',
		name: 'Ann', email: 'ann@mail.example', url: 'example.org', stamp: 'string' });
	const { count, comments: [{ id, html: said }] } = await comments(path);
	assert.deepEqual([count, said], [2, '<p>Hello <em>world</em></p>']);
	assert.deepEqual(await page.locator('article').evaluateAll((nodes) => nodes.map((node) => node.id)),
		[`comment-${id}`, `comment-${before.id}`]);
	assert.equal(await page.locator(`#comment-${id} em`).textContent(), 'world');
	assert.equal(await textOf(page, 'h2'), '2 comments');
	assert.equal(await status(page), 'Your comment is there.');
	assert.equal(await focused(page), `comment-${id}`);
	assert.equal(await page.locator('textarea').inputValue(), '');
	assert.deepEqual(page.faults, []);
});

test('a newer comment stands where its order puts it', async () => {
	const path = name();
	await post(path, word());
	const page = await open(path);
	const newest = word();
	await write(page, newest);
	assert.equal((await texts(page))[0], newest);
	const other = await open(path, { body: '<section data-afterword="comments" data-sort="oldest"></section>' });
	const last = word();
	await write(other, last);
	assert.equal((await texts(other)).at(-1), last);
});

test('writers are remembered, in this browser alone', async () => {
	const path = name();
	const page = await open(path);
	await write(page, word(), { name: 'Änn', email: 'ann@mail.example', url: 'https://example.org' });
	await page.reload();
	await page.locator('textarea').focus();
	for (const [field, value] of [['name', 'Änn'], ['email', 'ann@mail.example'], ['url', 'https://example.org']])
		assert.equal(await page.locator(`[name=${field}]`).inputValue(), value);
	await write(page, word());
	const { comments: [second, first] } = await comments(path);
	assert.equal(second.author.avatar, first.author.avatar, 'known as the same');
	const other = await open(path);
	await other.locator('textarea').focus();
	assert.equal(await other.locator('[name=name]').inputValue(), '');
});

test('a reply goes below its comment', async () => {
	const path = name();
	const root = await post(path, word(), { name: 'Bob' });
	await post(path, word(), { parent: root.id });
	const page = await open(path);
	await page.locator(`#comment-${root.id}`).getByRole('button', { name: 'Reply' }).click();
	assert.equal(await textOf(page, `#comment-${root.id} + form label`), 'Reply to Bob');
	assert.match(await page.evaluate(() => document.activeElement.name), /text/);
	await write(page, 'A _reply_', { form: page.locator(`#comment-${root.id} + form`) });
	assert.equal(await page.locator('form').count(), 1, 'the form is gone');
	const { comments: [{ replies }] } = await comments(path);
	assert.equal(replies[1].html, '<p>A <em>reply</em></p>');
	assert.equal(replies[1].parent, root.id);
	assert.deepEqual(await page.locator('ol ol article').evaluateAll((nodes) => nodes.map((node) => node.id)),
		replies.map(({ id }) => `comment-${id}`));
	await page.locator(`#comment-${replies[1].id}`).getByRole('button', { name: 'Reply' }).click();
	await write(page, word(), { form: page.locator(`#comment-${replies[1].id} + form`) });
	assert.equal(await page.locator('ol ol ol article').count(), 1);
	assert.equal(await textOf(page, 'h2'), '4 comments');
});

test('a reply can be given up', async () => {
	const path = name();
	const { id } = await post(path, word());
	const page = await open(path);
	await button(page, 'Reply').click();
	await button(page, 'Cancel').click();
	assert.equal(await page.locator('form').count(), 1);
	assert.equal(await focused(page), `comment-${id}`);
	await button(page, 'Reply').click();
	await button(page, 'Reply').click();
	assert.equal(await page.locator('form').count(), 2, 'one for each comment');
});

test('the preview is what it will be', async () => {
	const path = name();
	const page = await open(path);
	const text = '> quoted\n\n**bold** and [a link](https://example.org)\n\n1. one\n2. two';
	await page.locator('textarea').fill(text);
	await button(page, 'Preview').click();
	await page.locator('.afterword-preview strong').waitFor();
	const preview = await page.locator('.afterword-preview .afterword-text').innerHTML();
	await page.locator('textarea').pressSequentially('!');
	assert.equal(await page.locator('.afterword-preview > *').count(), 0, 'not of another text');
	await write(page, text);
	assert.equal(await page.locator('article .afterword-text').innerHTML(), preview);
	await button(page, 'Preview').click();
	assert.equal(await textOf(page, '.afterword-field [role=alert]'), 'Please fill this in.');
});

test('the form has a stamp from when it was opened, and waits for what the server asks', async () => {
	const page = await open(name(), { setup: (page) => page.route('**/stamp?*', async (route) => {
		const reply = await route.fetch();
		await route.fulfill({ json: { ...await reply.json(), wait_s: 1 } });
	}) });
	assert.equal(calls(page, '/stamp').length, 0, 'none before');
	await page.locator('textarea').focus();
	await settle(page);
	assert.equal(calls(page, '/stamp').length, 1);
	const begun = Date.now();
	await write(page, word(), {});
	assert.equal(posts(page).length, 0);
	assert.equal(await status(page), 'One moment…');
	assert.equal(await page.locator('form').getAttribute('aria-busy'), 'true');
	await page.locator('article').waitFor();
	assert.ok(Date.now() - begun > 700);
	assert.equal(calls(page, '/stamp').length, 1);
	assert.equal(await page.locator('form').getAttribute('aria-busy'), null);
});

test('a held comment is shown to its writer, kindly', async () => {
	const path = name();
	const page = await open(path);
	await write(page, 'https://a.example https://b.example https://c.example');
	const held = 'Thank you. Your comment will appear once a moderator has seen it.';
	assert.equal(await status(page), held);
	assert.equal(await textOf(page, 'article .afterword-actions').then((text) => text.slice(0, held.length)), held);
	assert.equal(await textOf(page, 'h2'), 'No comments yet');
	assert.equal(await page.locator('article').getByRole('button', { name: 'Reply' }).count(), 0);
	assert.equal(await page.locator('article').getByRole('button', { name: 'Vote up' }).count(), 0);
	await page.locator('article').getByRole('button', { name: 'Edit' }).click();
	await write(page, 'Without links', { form: page.locator('article + form') });
	assert.equal(await textOf(page, 'article .afterword-text'), 'Without links');
	assert.equal((await comments(path)).count, 0);
});

/* ---- once, whatever happens ---- */

test('a double click posts once', async () => {
	const path = name();
	const page = await open(path, { setup: posting(async (route) => {
		await sleep(200);
		await route.continue();
	}) });
	await page.locator('textarea').fill('Once');
	await page.locator('[name=name]').fill('Ann');
	await page.locator('form button').first().dblclick();
	await page.locator('textarea').press('Control+End');
	await page.locator('article').waitFor();
	await settle(page);
	assert.equal(posts(page).length, 1);
	assert.equal((await comments(path)).count, 1);
});

test('an answer that is lost on the way posts once', async () => {
	const path = name();
	const page = await open(path, { setup: posting(async (route) => {
		await route.fetch();
		await route.abort('connectionreset');
	}) });
	await write(page, 'Sent twice');
	assert.equal(await textOf(page, 'form > [role=alert]'), 'There is no connection.');
	assert.equal(await page.locator('textarea').inputValue(), 'Sent twice');
	assert.equal((await comments(path)).count, 1, 'it had arrived');
	await page.locator('form button').first().click();
	await page.locator('article').waitFor();
	assert.equal((await comments(path)).count, 1);
	assert.equal(await page.locator('form > [role=alert]').count(), 0);
});

test('a text that was changed after that is another comment, if its writer says so', async () => {
	const path = name();
	const page = await open(path, { setup: posting(async (route) => {
		await route.fetch();
		await route.abort('connectionreset');
	}) });
	await write(page, 'Written once');
	await write(page, 'Written otherwise');
	assert.equal(await textOf(page, 'form > [role=alert]'), 'This was sent already.');
	assert.equal((await comments(path)).count, 1);
	await page.locator('form button').first().click();
	await page.locator('article').waitFor();
	await settle(page);
	assert.equal((await comments(path)).count, 2);
});

test('a stamp that is no longer good is replaced, once', async () => {
	const path = name();
	const refusals = [problem(422, 'invalid', { field: 'stamp' }), problem(422, 'invalid', { field: 'stamp' }),
		problem(422, 'invalid', { field: 'stamp' })];
	const page = await open(path, { setup: posting(...refusals.splice(0, 1)) });
	await write(page, word());
	await page.locator('article').waitFor();
	assert.equal(calls(page, '/stamp').length, 2);
	const other = await open(path, { setup: posting(...refusals) });
	await write(other, word());
	assert.equal(posts(other).length, 2);
	assert.equal(await textOf(other, 'form > [role=alert]'), 'That did not work.');
});

/* ---- what is wrong with it ---- */

test('what is missing is said beside its field, without asking the server', async () => {
	const page = await open(name());
	await page.locator('textarea').focus();
	await settle(page);
	await page.locator('form button').first().click();
	const field = page.locator('textarea');
	assert.equal(await field.getAttribute('aria-invalid'), 'true');
	assert.match(await focused(page), /^afterword-\d+$/);
	const told = await field.evaluate((node) => node.getAttribute('aria-describedby').split(' ')
		.map((id) => document.getElementById(id)?.textContent).join(' '));
	assert.match(told, /Markdown.* Please fill this in\.$/);
	await field.fill('Words');
	assert.equal(await field.getAttribute('aria-invalid'), 'false', 'until it is changed');
	assert.equal(await page.locator('[role=alert]').count(), 0);
	await page.locator('form button').first().click();
	assert.equal(await page.locator('[name=name]').getAttribute('aria-invalid'), 'true');
	assert.equal(posts(page).length, 0);
});

test('what the server refuses is said beside its field', async () => {
	const page = await open(name());
	for (const [field, value, words] of [
		['name', 'admin', 'This cannot be used.'],
		['email', 'nobody', 'This cannot be used.'],
		['url', 'javascript:alert(1)', 'This cannot be used.'],
	]) {
		await write(page, 'Some words', { name: 'Ann', email: '', url: '', [field]: value });
		const input = page.locator(`[name=${field}]`);
		assert.equal(await input.getAttribute('aria-invalid'), 'true', field);
		assert.equal(await input.locator('xpath=..').locator('[role=alert]').textContent(), words);
		assert.equal(await page.evaluate(() => document.activeElement.name), field);
		assert.equal(await page.locator('textarea').inputValue(), 'Some words');
	}
	await write(page, 'щ'.repeat(5000), { url: '' });
	assert.equal(await textOf(page, '[role=alert]'), 'This is too long.');
	await write(page, 'Some words', { name: 'Ann', email: '', url: '' });
	assert.equal(await page.locator('article').count(), 1);
	assert.equal(calls(page, '/stamp').length, 1, 'with the stamp that it had');
});

test('what the site asks of a writer', async () => {
	const limited = (author) => (page) => page.route('**/api/comments?article*', async (route) => {
		const reply = await (await route.fetch()).json();
		await route.fulfill({ json: { ...reply, limits: { ...reply.limits, author } } });
	});
	for (const [author, required] of [['nobody', []], ['name', ['name']], ['mail', ['name', 'email']]]) {
		const page = await open(name(), { setup: limited(author) });
		assert.deepEqual(await page.locator('input:required').evaluateAll((nodes) => nodes.map((node) => node.name)), required);
		assert.equal(await page.locator('label small').count(), 3 - required.length, 'the others are optional');
	}
});

test('the same text again', async () => {
	const path = name();
	await post(path, 'What everybody says, in so many words.');
	const page = await open(path);
	await write(page, 'What everybody says, in so many words.');
	assert.equal(await textOf(page, '.afterword-field [role=alert]'), 'This was sent already.');
});

/* ---- when the server cannot ---- */

test('429 and 503 say when to try again, and keep the text', async () => {
	const page = await open(name(), { setup: posting(
		problem(429, 'rate', { headers: { 'Retry-After': '20' } }),
		problem(429, 'rate', { headers: { 'Retry-After': '7200' } }),
		problem(503, 'store-away', { headers: { 'Retry-After': '2' } }),
		problem(503, 'busy', { headers: { 'Retry-After': 'Wed, 25 Nov 2026 07:28:00 GMT' } }),
		(route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }),
		problem(403, 'closed'), problem(403, 'refused'), problem(418, 'unheard-of')) });
	const kept = word();
	for (const words of ['Too many at once. Please try again in 20 seconds.', 'Too many at once. Please try again in 2 hours.',
		'The server cannot be reached. Please try again in 2 seconds.', 'The server cannot be reached. Please try again in 5 seconds.',
		'The server cannot be reached. Please try again in 5 seconds.',
		'Comments are closed.', 'That did not work.', 'That did not work.']) {
		await write(page, kept);
		assert.equal(await textOf(page, 'form > [role=alert]'), words);
		assert.equal(await page.locator('textarea').inputValue(), kept);
	}
	await write(page, kept);
	assert.deepEqual(await texts(page), [kept], 'and then it goes');
	assert.deepEqual(page.faults, []);
});

test('Redis away and back', async () => {
	const path = name();
	const page = await open(path);
	await page.locator('textarea').focus();
	await settle(page);
	const back = await away('redis');
	try {
		await write(page, 'In between');
		assert.match(await textOf(page, 'form > [role=alert]'), /^The server cannot be reached/);
		assert.equal(await page.locator('textarea').inputValue(), 'In between');
	} finally {
		await back();
	}
	await page.locator('form button').first().click();
	await page.locator('article').waitFor();
	assert.equal((await comments(path)).count, 1);
});

test('offline and online again', async () => {
	const page = await open(name());
	await page.context().setOffline(true);
	await write(page, 'From a train');
	assert.equal(await textOf(page, 'form > [role=alert]'), 'There is no connection.');
	await page.context().setOffline(false);
	await page.locator('form button').first().click();
	await page.locator('article').waitFor();
	assert.deepEqual(await texts(page), ['From a train']);
});
