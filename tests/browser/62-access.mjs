/* comments.js for everybody: axe finds nothing, the keyboard reaches all, what happens is said. */
import { faults } from './axe.mjs';
import { assert, name, post, settings, settle, test, textOf, visit } from './lib.mjs';
import { answering, COMMENT, open, SECTION, SETTINGS, word, write } from './thread.mjs';

settings(SETTINGS);

const DEMO = '/articles/night-trams-return.html';
const SCHEMES = ['light', 'dark'].flatMap((colorScheme) => [320, 1280].map((width) =>
	({ colorScheme, viewport: { width, height: 900 } })));

/* Everything that a thread can show, below the demo's article. */
function full() {
	const reply = { ...COMMENT, root: 1 };
	return answering({ id: 1, pinned: true, up: 12, down: 3, author: { ...COMMENT.author, owner: true, url: 'https://example.org/' },
		html: '<p>Words <code>code</code> <a href="https://example.org/">link</a></p><pre><code>a line that is much longer than any window is wide, to the end of it and then on, and further still, for it is code</code></pre>'
			+ '<blockquote><p>quoted</p></blockquote><ol><li>one</li></ol>',
		reply_count: 9, replies: [{ ...reply, id: 2, parent: 1, depth: 1 }, { ...reply, id: 3, parent: 2, depth: 2 },
			{ ...reply, id: 4, parent: 3, depth: 3 }, { ...reply, id: 5, parent: 4, depth: 4 },
			{ ...reply, id: 6, parent: 5, depth: 5, html: '<p>Averyveryverylongwordthatdoesnotfitintoanywindowatallbutgoesonandonandon</p>' }] },
	{ id: 7, edited: COMMENT.created }, { id: 8, deleted: true, author: undefined, html: undefined, reply_count: 1,
		replies: [{ ...COMMENT, id: 9, root: 8, parent: 8, depth: 1 }] });
}

/* ---- axe ---- */

for (const options of SCHEMES) {
	const about = `${options.colorScheme}, ${options.viewport.width} px`;

	test(`axe finds nothing without comments: ${about}`, async () => {
		const page = await visit('/articles/nato-deputy-visits-adex.html#comments', options);
		await page.locator('.afterword-count').waitFor();
		await page.waitForFunction(() => [...document.styleSheets].some(({ href }) => href?.endsWith('comments.css')));
		assert.deepEqual(await faults(page), []);
	});

	test(`axe finds nothing with comments, forms and errors: ${about}`, async () => {
		const page = await visit(`${DEMO}#comment-7`, { ...options, setup: full() });
		await page.locator('#comment-7').waitFor();
		await page.locator('#comment-7').getByRole('button', { name: 'Reply' }).click();
		await page.locator('#comment-7 + form button').first().click();
		await page.locator('.afterword > form textarea').fill('Words');
		await page.locator('.afterword > form button').first().click();
		await page.locator('#comment-1').getByRole('button', { name: 'Vote up' }).click();
		await settle(page);
		assert.equal(await page.locator('[role=alert]').count(), 3, 'two in forms, one at a comment that is not there');
		assert.deepEqual(await faults(page), []);
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
	});
}

test('axe finds nothing on a page without any style, in either scheme', async () => {
	for (const colorScheme of ['light', 'dark']) {
		const page = await open(name(), { colorScheme, setup: full(),
			// Axe takes what has no background for white.
			head: '<meta name="color-scheme" content="light dark"><style>html { background: Canvas }</style>',
			body: `<main><h1>A page</h1>${SECTION}</main>` });
		await page.locator('textarea').first().focus();
		await page.locator('form button').first().click();
		await page.locator('[role=alert]').waitFor();
		assert.deepEqual(await faults(page), [], colorScheme);
	}
});

test('axe finds nothing in a theme that the page forces', async () => {
	for (const [theme, colorScheme] of [['dark', 'light'], ['light', 'dark']]) {
		const page = await open(name(), { colorScheme, setup: full(),
			body: `<main><h1>A page</h1><section data-afterword="comments" data-theme="${theme}"></section></main>` });
		await page.locator('textarea').first().focus();
		await page.locator('form button').first().click();
		await page.locator('[role=alert]').waitFor();
		assert.deepEqual(await faults(page), [], theme);
		const [back, text] = await page.locator('section').evaluate((node) =>
			[getComputedStyle(node).backgroundColor, getComputedStyle(node).color]);
		assert.equal(theme === 'dark', /\(1\d, |\(0, /.test(back), `${theme} ${back} ${text}`);
	}
});

test('axe finds nothing from right to left', async () => {
	const page = await open(name(), { lang: 'ar', setup: full(), viewport: { width: 320, height: 900 },
		head: '<meta name="viewport" content="width=device-width">', body: `<main dir="rtl"><h1>صفحة</h1>${SECTION}</main>` });
	assert.equal(await page.locator('section').getAttribute('dir'), 'rtl');
	assert.deepEqual(await faults(page), []);
	const [avatar, name_] = await page.locator('#comment-7').evaluate((node) =>
		['svg', 'b'].map((part) => node.querySelector(part).getBoundingClientRect().left));
	assert.ok(avatar > name_, 'the picture is on the right');
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

/* ---- keyboard ---- */

test('the keyboard alone reads, writes, votes and orders', async () => {
	const path = name();
	await post(path, word());
	await post(path, word());
	const page = await open(path, { body: `<h1>A page</h1>${SECTION}` });
	const order = [];
	for (let i = 0; i < 11; i++) {
		await page.keyboard.press('Tab');
		order.push(await page.evaluate(() => {
			const { activeElement: at } = document;
			return at.ariaLabel || at.name || (at.matches('.afterword-permalink') ? 'link' : at.textContent);
		}));
	}
	assert.deepEqual(order, ['Sort by', 'text', 'name', 'email', 'url', 'Send', 'Preview',
		'link', 'Vote up: 0', 'Vote down: 0', 'Reply']);
	await page.keyboard.press('Enter');
	assert.equal(await page.evaluate(() => document.activeElement.name), 'text');
	await page.keyboard.type('By keyboard');
	await page.keyboard.press('Tab');
	await page.keyboard.type('Ann');
	await page.keyboard.press('Enter');
	await page.locator('ol ol article').waitFor();
	assert.match(await page.evaluate(() => document.activeElement.id), /^comment-\d+$/);
});

test('what can be pressed is 24 pixels high and wide, and the focus is seen', async () => {
	const page = await visit(`${DEMO}#comments`, { setup: full(), viewport: { width: 320, height: 900 } });
	await page.locator('#comment-7').waitFor();
	await page.locator('textarea').first().focus();
	const small = await page.locator('.afterword button:visible, .afterword select:visible, .afterword input:visible, .afterword textarea')
		.evaluateAll((nodes) => nodes.map((node) => [node.className || node.name, node.getBoundingClientRect()])
			.filter(([, { width, height }]) => width < 24 || height < 24).map(([what, { width, height }]) => `${what} ${width}x${height}`));
	assert.deepEqual(small, []);
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Tab');
	assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
});

/* ---- what is said ---- */

test('the region that speaks is there before it does', async () => {
	const page = await open(name());
	const status = page.locator('.afterword > [role=status]');
	assert.equal(await status.textContent(), '');
	assert.ok(await status.evaluate((node) => getComputedStyle(node).display !== 'none'
		&& getComputedStyle(node).visibility === 'visible'));
	const same = await status.elementHandle();
	await write(page, 'Said aloud');
	assert.equal(await same.textContent(), 'Your comment is there.');
});

test('articles, times, labels and headings are what they are', async () => {
	const page = await open(name(), { setup: full() });
	assert.equal(await page.getByRole('article').count(), 9);
	assert.equal(await page.getByRole('heading', { level: 2 }).count(), 1);
	assert.equal(await page.locator('time[datetime]').count(), 8);
	await page.locator('textarea').first().focus();
	for (const [label, autocomplete] of [['Name', 'name'], ['E-mail optional', 'email'], ['Website optional', 'url']])
		assert.equal(await page.getByLabel(label).getAttribute('autocomplete'), autocomplete);
	assert.equal(await page.getByLabel('Write a comment').count(), 1);
	assert.equal(await page.getByRole('button', { name: 'Vote up: 12' }).count(), 1);
	assert.equal(await textOf(page, '#comment-1 .afterword-up'), '12');
});

test('nothing moves by itself, for nobody', async () => {
	const page = await open(name(), { setup: full() });
	await page.evaluate(() => { location.hash = 'comment-7'; });
	await page.locator('#comment-7.afterword-target').waitFor();
	const moving = await page.locator('.afterword, .afterword *').evaluateAll((nodes) => nodes.filter((node) => {
		const { animationName, transitionDuration } = getComputedStyle(node);
		return animationName !== 'none' || transitionDuration !== '0s';
	}).length);
	assert.equal(moving, 0);
});

/* ---- whose style wins ---- */

test('any rule of the page wins, but for what would undress a button', async () => {
	const page = await open(name(), { setup: full(), head: `<style>
		p, h2, label, input, time, small, select, .x article { color: rgb(1, 2, 3) }
		button { background: red; padding: 50px } ol { padding-left: 40px }
		.afterword-form { padding: 77px } .afterword-name { font-weight: 300 }
		.afterword { --afterword-problem: rgb(9, 9, 9); --afterword-rule: rgb(8, 8, 8) }</style>` });
	const style = (selector, property) => page.locator(selector).first()
		.evaluate((node, property) => getComputedStyle(node)[property], property);
	assert.equal(await style('h2', 'color'), 'rgb(1, 2, 3)');
	assert.equal(await style('time', 'color'), 'rgb(1, 2, 3)');
	assert.equal(await style('.afterword-form', 'paddingTop'), '77px');
	assert.equal(await style('.afterword-name', 'fontWeight'), '300');
	assert.equal(await style('.afterword > ol > li', 'borderTopColor'), 'rgb(8, 8, 8)');
	assert.equal(await style('.afterword-plain', 'paddingTop'), '0px');
	assert.equal(await style('.afterword > ol', 'paddingLeft'), '0px');
});

test('comments.css counts for no more than a class, and touches nothing without its prefix', async () => {
	const page = await open(name());
	const odd = await page.evaluate(() => [...[...document.styleSheets].find(({ href }) => href.endsWith('/comments.css')).cssRules]
		.map((rule) => rule.selectorText)
		.filter((text) => !/^:where\(([^()]|\([^()]*\))*\)(::before)?$/.test(text) && !/^(\.afterword-[a-z]+(, )?)+$/.test(text)
			|| text.replace(/^:where\(|\([^()]*\)/g, '').split(',').some((one) => !one.trim().startsWith('.afterword'))));
	assert.deepEqual(odd, []);
});
