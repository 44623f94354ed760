/* comments.js: when a thread is asked for, links into it, and pages that change around it. */
import { assert, away, base, comments, gets, name, post, reader, settings, settle, test, textOf, visit, watch } from './lib.mjs';
import { calls, html, ids, open, SECTION, SETTINGS, texts, write } from './thread.mjs';

settings(SETTINGS);

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

/* ---- when ---- */

test('who only reads leaves nothing in the browser', async () => {
	await written();
	const page = await open(many);
	assert.equal(await page.locator('article').count(), 20);
	assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ['', 0, 0]);
});


test('the thread is asked for when it comes near, and nothing moves', async () => {
	await written();
	const page = await visit(many, {
		html: html(`<main style="height: 4000px">Words</main>${SECTION}<footer id="end">The end</footer>`),
		setup: (page) => page.addInitScript(() => {
			window.shift = 0;
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries())
					window.shift += entry.value;
			}).observe({ type: 'layout-shift', buffered: true });
		}),
	});
	await page.waitForTimeout(100);
	assert.equal(page.calls.length, 0);
	for (let y = 0; y < 3600; y += 300) {
		await page.mouse.wheel(0, 300);
		await page.waitForTimeout(50);
	}
	await page.locator('article').first().waitFor();
	await settle(page);
	assert.equal(page.calls.length, 1);
	assert.equal(await page.evaluate(() => window.shift), 0);
});

test('a link to the comments does not wait', async () => {
	const path = name();
	const body = `<main style="height: 9000px"></main><section id="comments" data-afterword="comments"></section>`;
	const page = await open(`${path}#comments`, { body });
	assert.equal(page.calls.length, 1);
	const later = await visit(path, { html: html(body) });
	assert.equal(later.calls.length, 0);
	await later.evaluate(() => { location.hash = 'comments'; });
	await later.locator('h2').waitFor();
});

/* ---- links to a comment ---- */

test('a link to a comment on the first page shows it', async () => {
	await written();
	const id = stem.at(-3);
	const page = await open(`${many}#comment-${id}`, { body: `<main style="height: 9000px"></main>${SECTION}` });
	const node = page.locator(`#comment-${id}`);
	await page.waitForFunction((id) => document.activeElement.id === id, `comment-${id}`);
	assert.match(await node.getAttribute('class'), /afterword-target/);
	assert.ok(await node.evaluate((n) => n.getBoundingClientRect().top > 0 && n.getBoundingClientRect().bottom < innerHeight));
	assert.equal(page.calls.length, 1, 'nothing else had to be asked');
});

test('a link to what is far down loads its page, and there is a way to the first', async () => {
	await written();
	const id = stem[2];
	const page = await open(`${many}#comment-${id}`,
		{ body: '<section data-afterword="comments" data-limit="4"></section>' });
	await page.waitForFunction((id) => document.activeElement.id === id, `comment-${id}`);
	assert.deepEqual(await ids(page), [...stem].reverse().slice(27, 30), 'from there to the end');
	await page.getByRole('button', { name: 'To the first comments' }).click();
	await settle(page);
	assert.deepEqual(await ids(page), [...stem].reverse().slice(0, 4));
	assert.ok(!await page.getByRole('button', { name: 'To the first comments' }).isVisible());
	assert.equal(await page.evaluate(() => document.activeElement.textContent), '30 comments');
	await page.getByRole('button', { name: 'More comments' }).click();
	await settle(page);
	assert.equal((await ids(page)).length, 8);
});

test('a link to a reply opens the replies up to it', async () => {
	await written();
	const id = told[20];
	const page = await open(`${talk}#comment-${id}`);
	await page.waitForFunction((id) => document.activeElement.id === id, `comment-${id}`);
	const last = told[23];
	await page.evaluate((id) => { location.hash = `comment-${id}`; }, last);
	await page.waitForFunction((id) => document.activeElement.id === id, `comment-${last}`);
	assert.equal(await page.locator('.afterword-target').count(), 1, 'one at a time');
	assert.ok(await page.locator(`#comment-${last}.afterword-target`).isVisible());
	assert.deepEqual(page.faults, []);
});

test('a link within the thread to what is not on the page', async () => {
	await written();
	const page = await open(many, { body: '<section data-afterword="comments" data-limit="4"></section>' });
	await page.evaluate((id) => { location.hash = `comment-${id}`; }, stem[5]);
	await page.waitForFunction((id) => document.activeElement.id === id, `comment-${stem[5]}`);
	assert.ok((await ids(page)).includes(stem[5]));
});

test('a link to what is gone says so and shows the rest', async () => {
	const path = name();
	await post(path, 'Still here');
	const page = await open(`${path}#comment-99999999`);
	assert.ok((await textOf(page, '[role=alert]')).includes('gone'));
	assert.deepEqual(await texts(page), ['Still here']);
});

test('a link to a comment of another article changes nothing', async () => {
	await written();
	const path = name();
	await post(path, 'Alone');
	const page = await open(`${path}#comment-${stem[0]}`);
	assert.deepEqual(await texts(page), ['Alone']);
	assert.equal(await page.locator('.afterword-target').count(), 0);
	assert.equal(await page.locator('[role=alert]').count(), 0);
});

/* ---- when things go wrong ---- */

test('without the API it says so, and tries again when asked', async () => {
	const path = name();
	await post(path, 'Here again');
	const back = await away('redis');
	let page;
	try {
		page = await visit(path, { html: html() });
		await page.getByRole('button', { name: 'Try again' }).waitFor();
		assert.match(await textOf(page, '[role=alert]'), /^The server cannot be reached. Please try again in \d+ seconds?\.$/);
		await page.getByRole('button', { name: 'Try again' }).click();
		await settle(page);
		assert.equal(calls(page, '/comments').length, 2);
	} finally {
		await back();
	}
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.locator('article').waitFor();
	assert.deepEqual(await texts(page), ['Here again']);
	assert.deepEqual(page.faults, []);
});

test('what the server has put there stays without the API, and goes when it answers', async () => {
	const path = name();
	await post(path, 'From the API');
	const body = '<section data-afterword="comments"><h2>1 comment</h2><p id="was">From the server</p></section>';
	for (const answer of [(route) => route.abort(), (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }),
		(route) => route.fulfill({ body: '<!DOCTYPE html>log in' })]) {
		const page = await visit(path, { html: html(body), setup: (page) => page.route('**/api/comments*', answer) });
		assert.equal(page.calls.length, 1);
		assert.equal(await textOf(page, '#was'), 'From the server');
		assert.equal(await page.locator('[role=alert]').count(), 0);
		assert.deepEqual(page.faults, []);
		await page.close();
	}
	const page = await open(path, { body });
	assert.equal(await page.locator('#was').count(), 0);
	assert.deepEqual(await texts(page), ['From the API']);
});

test('a page of another origin of the site reads and writes', async () => {
	const path = name();
	const site = base.replace('127.0.0.1', 'localhost');
	await post(path, 'From near');
	// A page of the server's own: others may not ask a server on this machine.
	const page = watch(await (await reader({ bypassCSP: true })).newPage());
	await page.goto(`${site}/`);
	await page.evaluate(([script, article]) => {
		const section = document.createElement('section');
		Object.assign(section.dataset, { afterword: 'comments', article, lang: 'de' });
		document.body.append(section, Object.assign(document.createElement('script'), { type: 'module', src: script }));
	}, [`${base}/comments.js`, path]);
	await page.locator('.afterword article').waitFor();
	assert.equal(await textOf(page, 'label'), 'Kommentar schreiben');
	await write(page, 'From afar');
	await page.getByRole('button', { name: 'Dafür stimmen' }).first().click();
	await settle(page);
	assert.deepEqual(await texts(page), ['From afar', 'From near']);
	assert.equal((await comments(path)).comments[0].up, 1);
	await page.getByRole('button', { name: 'Löschen', exact: true }).click();
	await page.getByRole('button', { name: 'Wirklich löschen?' }).click();
	await settle(page);
	assert.equal((await comments(path)).count, 1);
	assert.deepEqual(page.faults, []);
});

/* ---- apps ---- */

test('an app that shows another article has its comments', async () => {
	const [first, second, third] = [name(), name(), name()];
	await post(first, 'First');
	await post(second, 'Second');
	await post(third, 'Third');
	const page = await open(first, { body: `<div id="app">${SECTION}</div>` });
	assert.deepEqual(await texts(page), ['First']);
	await page.evaluate((path) => {
		history.pushState({}, '', path);
		document.querySelector('#app').innerHTML = '<section data-afterword="comments"></section>';
	}, second);
	await page.waitForFunction(() => document.querySelector('.afterword-text')?.textContent === 'Second');
	await page.evaluate((path) => {
		history.pushState({}, '', path);
		document.querySelector('#app').append('The same element');
	}, third);
	await page.waitForFunction(() => document.querySelector('.afterword-text')?.textContent === 'Third');
	await page.goBack();
	await page.evaluate(() => document.querySelector('#app').append('Back'));
	await page.waitForFunction(() => document.querySelector('.afterword-text')?.textContent === 'Second');
	assert.equal(calls(page, '/comments').length, 4);
	assert.deepEqual(page.faults, []);
});

test('two threads stand on one page', async () => {
	const [one, two] = [name(), name()];
	const first = await post(one, 'Of one');
	await post(two, 'Of two');
	const page = await open(name(), { body: `<section id="a" data-afterword="comments" data-article="${one}"></section>
		<section id="b" data-afterword="comments" data-article="${two}"></section>` });
	await page.locator('#a article').waitFor();
	await page.locator('#b article').waitFor();
	assert.deepEqual(await texts(page), ['Of one', 'Of two']);
	const twice = await page.evaluate(() => {
		const all = [...document.querySelectorAll('[id]')].map((node) => node.id);
		return all.filter((id, i) => all.indexOf(id) !== i);
	});
	assert.deepEqual(twice, [], 'no two elements have one name');
	await write(page, 'To the second', { form: page.locator('#b form') });
	assert.equal((await comments(two)).count, 2);
	assert.equal((await comments(one)).count, 1);
	await page.evaluate((id) => { location.hash = `comment-${id}`; }, first.id);
	await page.waitForFunction((id) => document.activeElement.id === id, `comment-${first.id}`);
});

test('mount, update, destroy', async () => {
	const [one, two] = [name(), name()];
	await post(one, 'Un');
	await post(two, 'Deux');
	const page = await visit(name(), { html: html('<div id="here"></div>') });
	await page.evaluate(async (article) => {
		const { mount } = await import('/comments.js');
		window.thread = mount(document.querySelector('#here'), { article, textNone: 'Silence', limit: 5 });
	}, one);
	await page.waitForFunction(() => document.querySelector('.afterword-text')?.textContent === 'Un');
	assert.equal(gets(page).at(-1).url.searchParams.get('limit'), '5');
	await page.evaluate((article) => window.thread.update({ article }), two);
	await page.waitForFunction(() => document.querySelector('.afterword-text')?.textContent === 'Deux');
	assert.equal(gets(page).at(-1).url.searchParams.get('limit'), '5', 'the rest stays');
	await page.evaluate((article) => window.thread.update({ article }), name());
	await page.waitForFunction(() => document.querySelector('h2')?.textContent === 'Silence');
	await page.evaluate(() => window.thread.destroy());
	assert.equal(await page.locator('#here > *').count(), 0);
	const before = page.calls.length;
	await page.evaluate(() => { location.hash = 'comments'; document.body.append('x'); });
	await settle(page);
	assert.equal(page.calls.length, before, 'and it stays so');
	assert.deepEqual(page.faults, []);
});

test('a section that was destroyed is not mounted again', async () => {
	const page = await open(name());
	await page.evaluate(async () => {
		const { mount } = await import('/comments.js');
		mount(document.querySelector('section')).destroy();
		document.body.append('x');
	});
	await settle(page);
	assert.equal(await page.locator('section > *').count(), 0);
});

test('events tell what came', async () => {
	const path = name();
	await post(path, 'Single');
	const page = await open(path, {
		setup: (page) => page.addInitScript(() => {
			window.told = [];
			for (const type of ['afterword:loaded', 'afterword:posted'])
				addEventListener(type, ({ target, detail }) => window.told.push([type, target.nodeName, detail]));
		}),
	});
	const [[type, node, detail]] = await page.evaluate(() => window.told);
	assert.deepEqual([type, node, detail.article, detail.count, detail.comments.map(({ html }) => html)],
		['afterword:loaded', 'SECTION', path, 1, ['<p>Single</p>']]);
	await write(page, 'Double', { name: 'Bob' });
	const [, [posted, , { count, comment }]] = await page.evaluate(() => window.told);
	assert.deepEqual([posted, count, comment.html, comment.author.name], ['afterword:posted', 2, '<p>Double</p>', 'Bob']);
	assert.ok(!JSON.stringify(comment).includes('token'));
});

