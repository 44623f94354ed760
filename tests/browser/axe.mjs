/*
 * axe.mjs - what axe-core says of a page
 *
 * faults(PAGE)   in words, against WCAG 2.2 AA and axe's best practice; nothing is left
 *                for somebody to look at, either
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function faults(page) {
	await page.evaluate(axe);
	const { violations, incomplete, passes } = await page.evaluate((values) =>
		window.axe.run(document, { runOnly: { type: 'tag', values } }), TAGS);
	assert.ok(passes.length > 15, 'axe has looked');
	return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
		nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 100)}`));
}
