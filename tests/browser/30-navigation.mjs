/* count.js on pages that change without loading. */
import { assert, document, name, numbers, posts, settle, test, textOf, visit } from './lib.mjs';

const VISITS = '<h1>One</h1><p id="n" data-afterword="visits">as it was</p>';
const bodies = (page) => posts(page).map((call) => call.body);

/* An app that shows another article: its address, and its content a moment later. */
const go = async (page, path, { how = 'pushState', fresh = true } = {}) => {
	await page.evaluate(([path, how, fresh]) => {
		history[how]({}, '', path);
		setTimeout(() => {
			document.querySelector('h1').textContent = document.title = `At ${path}`;
			if (fresh)
				document.querySelector('#n').outerHTML = '<p id="n" data-afterword="visits">new</p>';
		}, 0);
	}, [path, how, fresh]);
	await settle(page);
};

for (const [where, setup] of [
	['', undefined],
	[' where there is no Navigation API', (page) => page.addInitScript(() => {
		delete window.navigation;
	})],
]) {
	test(`each article of an app counts once as it is shown${where}`, async () => {
		const [first, second, third] = [name(), name(), name()];
		const page = await visit(first, { html: document(VISITS), setup });
		await go(page, second);
		assert.equal(await textOf(page, '#n'), 'Visited 1 times, 1 visit(s) today');
		await go(page, third, { how: 'replaceState', fresh: false });
		assert.equal(await textOf(page, '#n'), 'Visited 1 times, 1 visit(s) today');
		assert.deepEqual(bodies(page), [
			{ article: first, title: 'A page' },
			{ article: second, title: `At ${second}` },
			{ article: third, title: `At ${third}` },
		]);
		assert.equal(page.calls.length, 3);
		assert.deepEqual(page.faults, []);
	});

	test(`back and forward show the other article’s number${where}`, async () => {
		const [first, second] = [name(), name()];
		const page = await visit(first, { html: document(VISITS), setup });
		await visit(second, { html: document(VISITS) });
		await page.evaluate(() => addEventListener('popstate', () => {
			document.querySelector('h1').textContent = location.pathname;
		}));
		await go(page, second);
		assert.match(await textOf(page, '#n'), /^Visited 2 /);
		await page.goBack();
		await settle(page);
		assert.match(await textOf(page, '#n'), /^Visited 1 /);
		await page.goForward();
		await settle(page);
		assert.match(await textOf(page, '#n'), /^Visited 2 /);
		assert.equal((await numbers(first)).total, 1, 'the window takes care of the rest');
		assert.equal((await numbers(second)).total, 2);
	});
}

test('the same article is not counted again', async () => {
	const path = name();
	const page = await visit(path, { html: document(VISITS) });
	await go(page, `${path}#part`);
	await page.evaluate(() => { location.hash = 'other'; });
	await go(page, path, { how: 'replaceState', fresh: false });
	await settle(page);
	assert.equal(posts(page).length, 1);
	assert.match(await textOf(page, '#n'), /^Visited 1 /, 'though its element was made anew');
});

test('a canonical link that an app leaves behind does not hide the next article', async () => {
	const [first, second] = [name(), name()];
	const page = await visit(first, { html: document(VISITS,
		{ head: `<link rel="canonical" href="${first}">` }) });
	await go(page, second);
	await go(page, first);
	assert.deepEqual(bodies(page).map((body) => body.article), [first, second, first]);
});

test('a list that stays on the screen is not asked for again', async () => {
	const other = name();
	const page = await visit(name(), { html: document(
		`${VISITS}<p id="o" data-afterword="visits" data-article="${other}"></p>`) });
	await go(page, name());
	assert.deepEqual(page.calls.map((call) => call.method).sort(), ['GET', 'POST', 'POST']);
});

test('an element that is given another article shows that one', async () => {
	const [here, there] = [name(), name()];
	await visit(there, { html: document(VISITS) });
	const page = await visit(name(), { html: document(
		`<p id="o" data-afterword="visits" data-article="${here}" data-text="{total}"></p>`) });
	assert.equal(await textOf(page, '#o'), '0');
	await page.evaluate((there) => {
		const element = document.querySelector('#o');
		element.dataset.article = there;
		element.textContent = '...';
	}, there);
	await settle(page);
	assert.equal(await textOf(page, '#o'), '1');
});

test('a page that changes all the time asks nothing more', async () => {
	const page = await visit(name(), { html: document(VISITS) });
	await page.evaluate(() => new Promise((resolve) => {
		let left = 300;
		const timer = setInterval(() => {
			document.querySelector('h1').textContent = left;
			if (!left--)
				resolve(clearInterval(timer));
		}, 2);
	}));
	await settle(page);
	assert.equal(page.calls.length, 1);
});
