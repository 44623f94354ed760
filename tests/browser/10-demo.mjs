/* The demo as a reader sees it, with scripts and without. */
import { assert, base, dim, gets, numbers, posts, reader, settle, test, textOf, visit, watch } from './lib.mjs';

const NATO = '/articles/nato-deputy-visits-adex.html';
const TRAM = '/articles/night-trams-return.html';
const LINE = '.visits';

/* On a stack of its own the first is 1; elsewhere it is one more. */
const line = ({ total, today }) => `Visited ${total + 1} times, ${today + 1} visit(s) today`;

test('the first load shows the first visit', async () => {
	const before = await numbers(NATO);
	if (!process.env.BASE_URL)
		assert.equal(line(before), 'Visited 1 times, 1 visit(s) today');
	const page = await visit(NATO);
	assert.equal(await textOf(page, LINE), line(before));
	assert.equal(posts(page).length, 1, 'one POST');
	assert.deepEqual(page.faults, []);
});

test('a reload within the window keeps the number, another reader raises it', async () => {
	const before = await numbers(TRAM);
	const page = await visit(TRAM);
	assert.equal(await textOf(page, LINE), line(before));
	await page.reload();
	await settle(page);
	assert.equal(posts(page).length, 2);
	assert.equal(await textOf(page, LINE), line(before));
	const other = await visit(TRAM);
	assert.equal(await textOf(other, LINE), line({ total: before.total + 1, today: before.today + 1 }));
});

test('the number is in the HTML, and the script replaces it', async () => {
	const before = await numbers(NATO);
	const page = await visit(NATO);
	const html = await (await fetch(base + NATO)).text();
	assert.match(html, new RegExp(`data-afterword="visits">Visited ${before.total + 1} times, `));
	assert.equal(await textOf(page, LINE), line(before));
});

test('without scripts the picture counts once and shows the line', async () => {
	const before = await numbers(NATO);
	const context = await reader({ javaScriptEnabled: false });
	const page = watch(await context.newPage(), false);
	const seen = page.waitForResponse((response) => response.url().includes('/seen.svg'));
	await page.goto(base + NATO);
	assert.ok((await (await seen).text()).includes(
		`>Visited ${before.total + 1} times, ${before.today + 1} visit(s) today<`));
	await settle(page);
	assert.equal((await numbers(NATO)).total, before.total + 1, 'counted once');
	assert.ok(await page.locator('.seen').isVisible(), 'the picture is there');
	assert.ok(!await page.locator(LINE).isVisible(), 'the older number is not');
	await page.reload();
	await settle(page);
	assert.equal((await numbers(NATO)).total, before.total + 1, 'still once');
});

test('with scripts the picture is not asked for', async () => {
	const page = await visit(NATO);
	assert.deepEqual(page.calls.filter((call) => call.url.pathname.endsWith('.svg')), []);
});

test('the front page is filled by one request and counts nothing', async () => {
	const page = await visit('/');
	assert.equal(page.calls.length, 1);
	assert.equal(gets(page).length, 1);
	const figures = await page.locator('.figures').allTextContents();
	const views = figures.map((text) => text.trim().split(/\s{2,}|\n/)[0]);
	assert.equal(views.length, 2);
	for (const text of views)
		assert.match(text, /^\d+ views?$/);
	assert.match(figures[0], /0 comments/);
});

for (const path of ['/', NATO, TRAM]) {
	test(`${path}: nothing moves when the numbers come`, async () => {
		for (const width of [320, 1280]) {
			const page = await visit(path, {
				viewport: { width, height: 700 },
				setup: async (page) => {
					// The slowest server that a reader waits for.
					await page.route('**/api/visits*', async (route) => {
						await new Promise((resolve) => setTimeout(resolve, 700));
						await route.continue();
					});
					await page.addInitScript(() => {
						window.shift = 0;
						new PerformanceObserver((list) => {
							for (const entry of list.getEntries())
								window.shift += entry.value;
						}).observe({ type: 'layout-shift', buffered: true });
					});
				},
			});
			await page.locator('[data-afterword]').last().scrollIntoViewIfNeeded();
			await page.waitForTimeout(1000);
			await settle(page);
			assert.match(await textOf(page, '[data-afterword]'), /\d/);
			assert.equal(await page.evaluate(() => window.shift), 0, `${width} px`);
		}
	});

	test(`${path}: no cookie, no storage, nothing the policy forbids`, async () => {
		const page = await visit(path, {
			setup: (page) => page.addInitScript(() => {
				window.violations = [];
				addEventListener('securitypolicyviolation',
					(event) => window.violations.push(event.violatedDirective));
			}),
		});
		assert.deepEqual(await page.evaluate(() => window.violations), []);
		assert.deepEqual(await page.context().cookies(), []);
		assert.deepEqual(await page.evaluate(async () => [document.cookie, localStorage.length,
			sessionStorage.length, (await indexedDB.databases()).length,
			(await caches.keys().catch(() => [])).length]), ['', 0, 0, 0, 0]);
		assert.deepEqual(page.faults, []);
	});

	test(`${path}: from 320 to 1280 px nothing is wider than the window`, async () => {
		for (const width of [320, 375, 768, 1280]) {
			const page = await visit(path, { viewport: { width, height: 800 } });
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
				`${width} px`);
		}
	});

	test(`${path}: is made for everybody`, async () => {
		for (const colorScheme of ['light', 'dark']) {
			const page = await visit(path, { colorScheme });
			assert.deepEqual(await dim(page), [], colorScheme);
			const report = await page.evaluate(() => ({
				lang: document.documentElement.lang,
				h1: document.querySelectorAll('h1').length,
				main: document.querySelectorAll('main').length,
				nav: document.querySelectorAll('nav[aria-label]').length,
				blind: document.querySelectorAll('img:not([alt])').length,
				styled: document.querySelectorAll('[style], style').length,
			}));
			assert.deepEqual(report, { lang: 'en', h1: 1, main: 1, nav: 1, blind: 0, styled: 0 },
				colorScheme);
		}
	});
}

test('headless Chromium by its own name is a robot and not counted', async () => {
	const before = await numbers(TRAM);
	const page = await visit(TRAM, { userAgent: undefined });
	assert.equal(posts(page).length, 1);
	assert.match(await page.evaluate(() => navigator.userAgent), /HeadlessChrome/);
	assert.equal(await textOf(page, LINE),
		`Visited ${before.total} times, ${before.today} visit(s) today`);
	assert.equal((await numbers(TRAM)).total, before.total);
});
