/* comments.js: what the browser keeps, one's own comments, and votes. */
import { assert, base, comments, name, post, settings, settle, test, textOf, watch } from './lib.mjs';
import { focused, html, open, problem, SETTINGS, stored, texts, word, write } from './thread.mjs';

settings(SETTINGS);

const button = (page, text) => page.getByRole('button', { name: text, exact: true });
const status = (page) => textOf(page, '.afterword-status');

/* ---- what the browser keeps ---- */

test('a draft survives a reload, for its own article and reply', async () => {
	const path = name();
	const { id } = await post(path, word());
	const page = await open(path);
	await page.locator('textarea').fill('Half a thought');
	await button(page, 'Reply').click();
	await page.locator('article + form textarea').fill('Half a reply');
	await page.reload();
	await page.locator('article').waitFor();
	assert.equal(await page.locator('textarea').inputValue(), 'Half a thought');
	assert.ok(await page.locator('[name=name]').isVisible(), 'the form is open');
	await button(page, 'Reply').click();
	assert.equal(await page.locator(`#comment-${id} + form textarea`).inputValue(), 'Half a reply');
	await page.evaluate((path) => history.pushState({}, '', path), name());
	await page.evaluate(() => document.body.append('x'));
	await page.waitForFunction(() => document.querySelector('h2')?.textContent === 'No comments yet');
	assert.equal(await page.locator('textarea').inputValue(), '');
	await page.goBack();
	await page.evaluate(() => document.body.append('x'));
	await page.locator('article').waitFor();
	await write(page, word());
	assert.deepEqual(Object.keys((await stored(page)).drafts), [`${path}#${id}`], 'what was posted is no draft');
});

test('where nothing may be kept, all works but for that', async () => {
	const page = await open(name(), { setup: (page) => page.addInitScript(() => {
		Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
	}) });
	await write(page, 'Not kept');
	await page.locator('article').getByRole('button', { name: 'Edit' }).click();
	await write(page, 'Edited all the same', { form: page.locator('article + form') });
	assert.deepEqual(await texts(page), ['Edited all the same']);
	assert.deepEqual(page.faults, []);
});

test('what another tab has kept is not lost', async () => {
	const path = name();
	const page = await open(path);
	const tab = watch(await page.context().newPage());
	await tab.route(base + path, (route) => route.fulfill({ contentType: 'text/html', body: html() }));
	await tab.goto(base + path);
	await tab.locator('textarea').waitFor();
	await write(page, word());
	await write(tab, word());
	assert.equal(Object.keys((await stored(page)).own).length, 2);
	await page.reload();
	await page.locator('article').nth(1).waitFor();
	assert.equal(await button(page, 'Edit').count(), 2);
});

/* ---- one's own ---- */

test('one’s own comment can be edited', async () => {
	const path = name();
	const page = await open(path);
	await write(page, 'The *first* text');
	assert.equal(await textOf(page, '.afterword-left'), '15 min left');
	await button(page, 'Edit').click();
	const form = page.locator('article + form');
	assert.equal(await form.locator('textarea').inputValue(), 'The *first* text', 'as it was written');
	assert.equal(await form.locator('input').count(), 0);
	await write(page, 'The **second** text', { form });
	assert.equal(await textOf(page, 'article strong'), 'second');
	assert.ok((await textOf(page, 'article header')).includes('edited'));
	assert.equal((await comments(path)).comments[0].html, '<p>The <strong>second</strong> text</p>');
	assert.equal(await page.locator('form').count(), 1);
	await page.reload();
	await button(page, 'Edit').click();
	assert.equal(await page.locator('article + form textarea').inputValue(), 'The **second** text', 'also after a reload');
	await button(page, 'Cancel').click();
	const other = await open(path);
	assert.equal(await button(other, 'Edit').count(), 0, 'by nobody else');
});

test('the window for changes ends', async () => {
	const path = name();
	const page = await open(path, { setup: async (page) => {
		await page.clock.install();
		await page.route('**/api/comments?', async (route) => {
			const reply = await route.fetch();
			await route.fulfill({ response: reply, json: { ...await reply.json(), edit_s: 100 } });
		});
	} });
	await write(page, 'Soon too late');
	assert.equal(await textOf(page, '.afterword-left'), '2 min left');
	await page.clock.fastForward(50e3);
	assert.equal(await textOf(page, '.afterword-left'), '1 min left');
	assert.match(await textOf(page, 'time'), /^\d+ seconds ago$/);
	await page.clock.fastForward(60e3);
	assert.equal(await page.locator('.afterword-own').count(), 0);
	assert.match(await textOf(page, 'time'), /^1 minute ago$/);
	await page.reload();
	await page.locator('article').waitFor();
	assert.equal(await page.locator('.afterword-own').count(), 0);
	await page.locator('textarea').fill('Something else');
	assert.deepEqual((await stored(page)).own, {}, 'and is forgotten');
});

test('who is too late is told, and keeps the text', async () => {
	const page = await open(name(), { setup: (page) => page.route(/comments\/\d+\?$/, problem(403, 'token')) });
	await write(page, word());
	await button(page, 'Edit').click();
	const form = page.locator('article + form');
	await write(page, 'Too late', { form });
	assert.equal(await form.locator('> [role=alert]').textContent(), 'It is too late to change this.');
	assert.equal(await form.locator('textarea').inputValue(), 'Too late');
});

test('one’s own comment can be deleted, by two clicks', async () => {
	const path = name();
	const page = await open(path);
	await write(page, 'To be gone');
	await button(page, 'Delete').click();
	assert.equal((await comments(path)).count, 1);
	await button(page, 'Really delete?').click();
	await settle(page);
	assert.equal(await page.locator('article').count(), 0);
	assert.equal(await textOf(page, 'h2'), 'No comments yet');
	assert.equal(await focused(page), 'No comments yet');
	assert.equal(await status(page), 'This comment was deleted.');
	assert.equal((await comments(path)).count, 0);
});

test('one that has replies leaves a stub, until they go too', async () => {
	const path = name();
	const page = await open(path);
	await write(page, 'With a reply');
	await button(page, 'Reply').click();
	await write(page, 'The reply', { form: page.locator('article + form') });
	await page.locator('article').first().getByRole('button', { name: 'Delete' }).click();
	await button(page, 'Really delete?').click();
	await settle(page);
	assert.equal(await textOf(page, 'article'), 'This comment was deleted.');
	assert.deepEqual(await texts(page), ['The reply']);
	assert.equal(await textOf(page, 'h2'), '1 comment');
	await button(page, 'Delete').click();
	await button(page, 'Really delete?').click();
	await settle(page);
	assert.equal(await page.locator('article').count(), 0);
	const { count, comments: left } = await comments(path);
	assert.deepEqual([count, left], [0, []]);
	assert.deepEqual(page.faults, []);
});

/* ---- votes ---- */

test('a vote counts, may change, and may be taken back', async () => {
	const path = name();
	const { id } = await post(path, word());
	const page = await open(path);
	const [up, down] = ['Vote up', 'Vote down'].map((text) => page.getByRole('button', { name: text }));
	const state = async () => [await up.textContent(), await up.getAttribute('aria-pressed'),
		await down.textContent(), await down.getAttribute('aria-pressed')];
	const now = async () => {
		const { comments: [c] } = await comments(path);
		return [c.up, c.down];
	};
	assert.deepEqual(await state(), ['', 'false', '', 'false']);
	assert.equal(await up.getAttribute('aria-label'), 'Vote up: 0');
	await up.click();
	await settle(page);
	assert.deepEqual(await state(), ['1', 'true', '', 'false']);
	assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Vote up: 1');
	assert.deepEqual(await now(), [1, 0]);
	await page.reload();
	await page.locator('article').waitFor();
	assert.deepEqual(await state(), ['1', 'true', '', 'false'], 'it is remembered');
	await down.click();
	await settle(page);
	assert.deepEqual(await state(), ['', 'false', '1', 'true']);
	await down.click();
	await settle(page);
	assert.deepEqual(await state(), ['', 'false', '', 'false']);
	assert.deepEqual(await now(), [0, 0]);
	assert.deepEqual((await stored(page)).votes, {});
	await page.route('**/vote?', problem(429, 'rate', { headers: { 'Retry-After': '2' } }));
	await up.click();
	await settle(page);
	assert.equal(await textOf(page, `#comment-${id} [role=alert]`), 'Too many at once. Please try again in 2 seconds.');
	assert.deepEqual(await state(), ['', 'false', '', 'false']);
});
