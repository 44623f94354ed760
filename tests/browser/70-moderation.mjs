/* The moderators' pages in a browser: the whole way of a comment, keys, and for everybody. */
import { faults } from './axe.mjs';
import { assert, base, comments, name, post, reader, settings, setup, settle, test, textOf, watch } from './lib.mjs';
import { SETTINGS } from './thread.mjs';

settings(SETTINGS.replace('hold = nothing', 'hold = first'));

const PASSWORD = 'correct horse battery';
const SCHEMES = ['light', 'dark'].flatMap((colorScheme) => [320, 1280].map((width) =>
	({ colorScheme, viewport: { width, height: 900 } })));
let state;

const button = (page, text) => page.getByRole('button', { name: text, exact: true });
const item = (page, id) => page.locator(`.item[data-id="${id}"]`);
const ids = (page) => page.locator('.items .item').evaluateAll((all) => all.map(({ dataset }) => Number(dataset.id)));
const held = (page) => page.waitForFunction(() => document.querySelector('.live:not([hidden])'));

/* A page of somebody who is signed in. */
async function console_(path = '', options = {}) {
	const context = await reader({ storageState: state, ...options });
	context.setDefaultTimeout(15000);
	const page = watch(await context.newPage(), options.javaScriptEnabled);
	await page.goto(`${base}/moderation/${path}`);
	return page;
}

test('the first moderator is made where make run says', async () => {
	const context = await reader();
	const page = watch(await context.newPage());
	await page.goto(`${base}/moderation/`);
	assert.equal(await textOf(page, 'h1'), 'Sign in');
	await page.goto(setup);
	await page.getByLabel('Name').fill('Anna');
	await page.getByLabel('Password').fill('short');
	await button(page, 'Begin').click();
	assert.match(await textOf(page, '[role=alert]'), /Shorter than 10/);
	assert.equal(await page.getByLabel('Name').inputValue(), 'Anna');
	await page.getByLabel('Password').fill(PASSWORD);
	await button(page, 'Begin').click();
	assert.equal(await textOf(page, 'h1'), 'Held');
	assert.equal(await textOf(page, '.empty'), 'Nothing waits for you.');
	assert.equal(await page.evaluate(() => document.cookie), '', 'no script reads the session');
	assert.deepEqual(page.faults, []);
	state = await context.storageState();
});

test('signing out, and in', async () => {
	const context = await reader({ storageState: state });
	const page = watch(await context.newPage());
	await page.goto(`${base}/moderation/`);
	await button(page, 'Sign out Anna').click();
	assert.equal(await textOf(page, 'h1'), 'Sign in');
	await page.goto(`${base}/moderation/?list=all`);
	assert.equal(await textOf(page, 'h1'), 'Sign in');
	await page.getByLabel('Name').fill('Anna');
	await page.getByLabel('Password').fill('wrong password');
	await button(page, 'Sign in').click();
	assert.equal(await textOf(page, '[role=alert]'), 'Wrong name or password.');
	await page.getByLabel('Password').fill(PASSWORD);
	await button(page, 'Sign in').click();
	assert.equal(await textOf(page, 'h1'), 'Held');
	state = await context.storageState();
});

test('a comment is held, approved, seen, undone, blocked', async () => {
	const path = name();
	const { id, author_token } = await post(path, 'Is this **seen**?');
	assert.equal((await comments(path)).count, 0);
	const page = await console_();
	assert.equal(await textOf(page, '#count-held'), '1');
	assert.match(await textOf(page, '.why'), /by somebody new/);
	await item(page, id).getByRole('button', { name: 'Approve' }).click();
	/* The queue is empty then, and the page is loaded again: it says so itself. */
	await page.locator('.empty').waitFor();
	assert.equal(await textOf(page, '.done p'), '1 comment approved.');
	assert.equal((await comments(path)).count, 1);
	await button(page, 'Undo').click();
	await item(page, id).waitFor();
	assert.equal((await comments(path)).count, 0, 'what was last in the queue is undone, too');
	await item(page, id).getByRole('button', { name: 'Approve' }).click();
	await page.locator('.empty').waitFor();
	assert.equal((await comments(path)).count, 1);

	await page.goto(`${base}/moderation/?list=all`);
	await item(page, id).getByRole('button', { name: 'Hold' }).click();
	assert.equal(await textOf(page, '.done p'), '1 comment held.');
	await button(page, 'Undo').click();
	assert.equal((await comments(path)).count, 1);

	await item(page, id).getByRole('link', { name: 'Edit, reply, block' }).click();
	await page.getByLabel('Your reply, in Markdown').fill('It *is*.');
	await button(page, 'Reply as Anna').click();
	assert.equal(await textOf(page, '.done p'), 'Your reply is published.');
	const [root] = (await comments(path)).comments;
	assert.equal(root.replies[0].author.owner, true);
	await page.getByLabel('Whom').selectOption('author');
	await page.getByLabel('Their comments').selectOption('refuse');
	await button(page, 'Block').click();
	assert.match(await textOf(page, 'tbody'), /The author Ann/);
	await assert.rejects(post(path, 'More of me', { author_token }), /403/);
	await page.getByRole('button', { name: 'End' }).click();
	await post(path, 'And again', { author_token });
	assert.deepEqual(page.faults, []);
});

test('a list is edited, and a bad line is shown', async () => {
	const page = await console_();
	await page.getByRole('link', { name: 'Lists' }).click();
	const rows = page.getByLabel('The list of this site');
	await rows.fill('hold word tombola\nhold wrod bingo');
	await button(page, 'Save').click();
	assert.equal(await textOf(page, '[role=alert]'),
		'The list: line 2: the second word is not word, host, net or name.');
	assert.equal(await rows.inputValue(), 'hold word tombola\nhold wrod bingo');
	assert.equal(await rows.getAttribute('aria-describedby'), 'problem');
	await rows.fill('hold word tombola\nhold word bingo');
	await button(page, 'Save').click();
	assert.equal(await textOf(page, '[role=status]:not([hidden])'), 'The list is saved.');
	const path = name();
	const { id, held: waits } = await post(path, 'A tombola for all');
	assert.equal(waits, true);
	await page.goto(`${base}/moderation/`);
	assert.match(await textOf(page, `.item[data-id="${id}"] .why`), /on the list of words/);
	await item(page, id).getByRole('button', { name: 'Approve' }).click();
	await page.locator('.empty').waitFor();
	await page.goto(`${base}/moderation/lists`);
	await rows.fill('');
	await button(page, 'Save').click();
	assert.match(await textOf(page, 'main'), /It has 0 entries/);
	assert.deepEqual(page.faults, []);
});

for (const options of SCHEMES) {
	test(`axe finds nothing on what a list is told: ${options.colorScheme}, ${options.viewport.width} wide`, async () => {
		const page = await console_('lists', { ...options, bypassCSP: true });
		const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		await page.getByLabel('The list of this site').fill('hold nothing');
		await button(page, 'Save').click();
		await page.getByRole('alert').waitFor();
		assert.deepEqual(await faults(page), [], 'a bad line');
		assert.equal(await wide(), false, 'a bad line');
		await page.goto(`${base}/moderation/lists`);
		await page.getByLabel('The list of this site').fill(`hold word ${'long'.repeat(40)}\n# ${options.colorScheme} ${options.viewport.width}`);
		await page.evaluate(() => { document.querySelector('[name=version]').value = '0123456789abcdef'; });
		await button(page, 'Save').click();
		assert.match(await textOf(page, '[role=alert]'), /changed the list while you did/);
		assert.deepEqual(await faults(page), [], 'somebody was quicker');
		assert.equal(await wide(), false, 'somebody was quicker');
		await button(page, 'Save').click();
		assert.deepEqual(await faults(page), [], 'saved');
		assert.equal(await wide(), false, 'saved');
	});
}

test('those that are dealt with leave, and come back when undone', async () => {
	const path = name();
	const all = [];
	for (const text of ['One', 'Two', 'Three', 'Four'])
		all.unshift((await post(path, text)).id);
	const page = await console_();
	assert.deepEqual(await ids(page), all);
	await item(page, all[1]).getByRole('button', { name: 'Spam' }).click();
	await held(page);
	assert.equal(await textOf(page, '.live p'), '1 comment taken for spam.');
	assert.deepEqual(await ids(page), [all[0], all[2], all[3]]);
	assert.equal(await page.evaluate(() => document.activeElement.dataset.id), String(all[2]), 'the next has the focus');
	await page.waitForFunction(() => document.querySelector('#count-held').textContent === '3');
	assert.match(await page.title(), /^\(3\) Held/);
	await button(page, 'Undo').click();
	/* The page is loaded again: its script makes a place for notices. */
	await page.waitForFunction((n) => document.querySelector('.live')
		&& document.querySelectorAll('.items .item').length === n, 4);

	await page.locator('[type=checkbox]').nth(0).check();
	await page.locator('[type=checkbox]').nth(2).check();
	assert.equal(await textOf(page, '#selected'), '2 comments ticked:');
	await page.locator('#bulk').getByRole('button', { name: 'Approve' }).click();
	await held(page);
	assert.equal(await textOf(page, '.live p'), '2 comments approved.');
	assert.deepEqual(await ids(page), [all[1], all[3]]);
	assert.equal((await comments(path)).count, 2);

	page.once('dialog', (dialog) => dialog.dismiss());
	await item(page, all[1]).getByRole('button', { name: 'Delete' }).click();
	assert.deepEqual(await ids(page), [all[1], all[3]], 'not deleted before that is sure');
	page.once('dialog', (dialog) => dialog.accept());
	await item(page, all[1]).getByRole('button', { name: 'Delete' }).click();
	await page.waitForFunction(() => document.querySelector('.live p').textContent === '1 comment deleted.');
	assert.equal(await page.locator('#undo').count(), 0);
	await page.route('**/act', (route) => route.abort());
	await item(page, all[3]).getByRole('button', { name: 'Spam' }).click();
	await page.waitForFunction(() => /no connection/.test(document.querySelector('.live p').textContent));
	assert.deepEqual(await ids(page), [all[3]], 'what was not done is still there');
	assert.deepEqual(page.faults, []);
});

test('keys do what buttons do', async () => {
	const path = name();
	const first = (await post(path, 'Key one')).id;
	const second = (await post(path, 'Key two')).id;
	const page = await console_();
	const now = () => page.evaluate(() => document.activeElement.dataset.id);
	await page.keyboard.press('j');
	assert.equal(await now(), String(second));
	await page.keyboard.press('j');
	assert.equal(await now(), String(first));
	await page.keyboard.press('k');
	await page.keyboard.press('x');
	assert.equal(await textOf(page, '#selected'), '1 comment ticked:');
	await page.keyboard.press('a');
	await held(page);
	assert.equal((await comments(path)).count, 1);
	await page.keyboard.press('u');
	await page.waitForFunction((n) => document.querySelector('.live') && document.querySelector(`[data-id="${n}"]`), second);
	assert.equal((await comments(path)).count, 0);
	await page.keyboard.press('?');
	assert.ok(await page.getByRole('dialog').isVisible());
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'hidden' });
	// Until the page is drawn once more the focus is in the dialog that has closed.
	assert.equal(await page.evaluate(() => {
		const dialog = document.querySelector('dialog');
		dialog.showModal();
		dialog.close();
		dialog.querySelector('button').dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
		return document.activeElement.id;
	}), 'words');
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press('/');
	await page.keyboard.type('Key two as');
	assert.equal(await page.getByLabel('Search').inputValue(), 'Key two as', 'typing is no key');
	await page.keyboard.press('Enter');
	assert.equal(await textOf(page, '.empty'), 'Nothing like that is among these comments.');
	assert.deepEqual(page.faults, []);
});

test('without scripts all of it works by forms', async () => {
	const path = name();
	const { id } = await post(path, 'No script');
	const page = await console_('', { javaScriptEnabled: false });
	await item(page, id).getByRole('button', { name: 'Approve' }).click();
	assert.equal(await textOf(page, '.done p'), '1 comment approved.');
	assert.equal((await comments(path)).count, 1);
	await button(page, 'Undo').click();
	assert.equal((await comments(path)).count, 0);
	await item(page, id).getByRole('button', { name: 'Spam' }).click();
	await page.getByRole('link', { name: /^Spam/ }).click();
	await item(page, id).getByRole('button', { name: 'Delete' }).click();
	assert.equal(await textOf(page, 'h1'), 'Delete for good?');
	await button(page, 'Delete').click();
	assert.equal(await item(page, id).count(), 0);
});

test('a session that has ended is said, and nothing is done', async () => {
	const path = name();
	const { id } = await post(path, 'Left open');
	const page = await console_();
	await page.context().clearCookies();
	await item(page, id).getByRole('button', { name: 'Approve' }).click();
	await page.waitForFunction(() => document.querySelector('h1').textContent === 'Sign in');
	assert.equal((await comments(path)).count, 0);
});

test('a session that ends while somebody types takes nothing of that', async () => {
	const { id } = await post(name(), 'Long to answer');
	const page = await console_(`comment/${id}`);
	await page.getByLabel('Text, in Markdown').fill('Half a sentence');
	await page.context().clearCookies();
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await held(page);
	assert.match(await textOf(page, '.live p'), /^Your session has ended/);
	assert.equal(await page.getByLabel('Text, in Markdown').inputValue(), 'Half a sentence');
});

test('what readers wrote is text, and runs nowhere', async () => {
	const path = name();
	const evil = '<img src=x onerror=window.__x=1><script>window.__x=1</script>[a](javascript:window.__x=1)';
	await post(path, evil, { name: '"><img src=x onerror=window.__x=1>' });
	const page = await console_(`?list=all&words=${encodeURIComponent('"><svg onload=window.__x=1>')}`);
	await page.goto(`${base}/moderation/`);
	await settle(page);
	assert.equal(await page.evaluate(() => window.__x), undefined);
	assert.equal(await page.locator('.item img, .item script, .item [href^=javascript]').count(), 0);
	assert.deepEqual(page.faults, []);
});

for (const options of SCHEMES) {
	const about = `${options.colorScheme}, ${options.viewport.width} wide`;

	test(`axe finds nothing: ${about}`, async () => {
		const { id } = await post(name(), `A [link](https://example.org/) and \`code\`, ${about}`, { url: 'https://example.org' });
		const page = await console_('', { ...options, bypassCSP: true });
		assert.deepEqual(await faults(page), [], 'the queue');
		const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		assert.equal(await wide(), false, 'nothing is wider than the window');
		await page.keyboard.press('?');
		assert.deepEqual(await faults(page), [], 'the keys');
		for (const path of ['?list=spam&words=nothing', '?list=all', `comment/${id}`, 'blocks', 'lists', 'visits', 'article?article=/a', 'comment/999999']) {
			await page.goto(`${base}/moderation/${path}`);
			assert.deepEqual(await faults(page), [], path);
			assert.equal(await wide(), false, path);
		}
		await page.context().clearCookies();
		await page.goto(`${base}/moderation/`);
		assert.deepEqual(await faults(page), [], 'signing in');
	});
}
