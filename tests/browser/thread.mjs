/*
 * thread.mjs - what the tests of comments.js share
 *
 * SETTINGS             under which comments may be written as fast as a test does
 * SECTION              the element that a thread stands in
 * html(BODY, HEAD)     a page with the script
 * open(PATH, OPTIONS)  such a page, with `body` and `head`, once its thread is there;
 *                      else as visit() of lib.mjs
 * write(PAGE, TEXT)    fills in the page's first form, or `form`, and sends it
 * answering(ROOTS...)  for `setup`: the API answers with these comments, each like
 *                      COMMENT but for what is given
 */
import { name, settle, visit } from './lib.mjs';

export const SETTINGS = `
hold = nothing

[comments]
form_delay = 0
interval = 0
daily = 1000000
flood = 1000000
`;

export const SECTION = '<section data-afterword="comments"></section>';

export const html = (body = SECTION, head = '', lang = 'en') => `<!DOCTYPE html><html lang="${lang}">
<head><meta charset="utf-8"><title>A page</title>${head}
<script type="module" src="/comments.js"></script></head><body>${body}</body></html>`;

export async function open(path, { body, head, lang, ...options } = {}) {
	const page = await visit(path, { html: html(body, head, lang), ...options });
	await page.locator('.afterword-count').first().waitFor({ timeout: 5000 });
	await settle(page);
	return page;
}

export async function write(page, text, { form = page.locator('form').first(), ...fields } = {}) {
	await form.locator('textarea').fill(text);
	const given = form.locator('[name=name]');
	if (await given.count() && !await given.inputValue())
		await given.fill('Ann');
	for (const [field, value] of Object.entries(fields))
		await form.locator(`[name=${field}]`).fill(value);
	await form.locator('button').first().click();
	await settle(page);
}

export const THREAD = { count: 1, sort: 'newest', closed: false, comments: [],
	limits: { author: 'name', depth: 4, edit_s: 900, links: 2, name: 64, text: 8192 } };
export const COMMENT = { id: 1, created: '2026-11-20T10:00:00Z', author: { name: 'Ann', avatar: '0123456789abcdef' },
	html: '<p>Words</p>', up: 0, down: 0, reply_count: 0, replies: [] };

export const answering = (...roots) => (page) => page.route('**/api/comments?*', (route) =>
	route.fulfill({ json: { ...THREAD, article: new URL(route.request().url()).searchParams.get('article'),
		comments: roots.map((root) => ({ ...COMMENT, ...root })) } }));

export const texts = (page) => page.locator('.afterword-text').allTextContents();
export const calls = (page, part) => page.calls.filter(({ url }) => url.pathname.includes(part));
export const ids = (page, list = '.afterword > ol') => page.locator(`${list} > li > article`)
	.evaluateAll((nodes) => nodes.map((node) => Number(node.id.replace('comment-', ''))));

/* No two short texts of one network may be the same. */
export const word = () => `Word ${name().split('-')[1]}`;

export const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.name
	|| document.activeElement.textContent);
export const stored = (page) => page.evaluate(() => JSON.parse(Object.values(localStorage)[0] ?? 'null'));

/* An answer for route(): a problem as the API has it. */
export const problem = (status, slug, { field, headers } = {}) => (route) => route.fulfill({
	status, headers, contentType: 'application/problem+json',
	body: JSON.stringify({ type: `urn:afterword:problem:${slug}`, title: 'No', status,
		...field && { errors: [{ field, detail: 'is wrong' }] } }),
});
