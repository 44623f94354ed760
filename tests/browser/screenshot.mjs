/*
 * screenshot.mjs OUT.png [OPTIONS] - a picture of the demo
 *
 *     --path=/           page; the article on the exhibition
 *     --size=1100x720    of the window
 *     --part=top         what is in the window: top, end (with the number), comments
 *                        or all
 *     --dark             as readers see it who prefer dark pages
 *     --no-script        as without scripts
 *
 * Taken from BASE_URL or from a stack of its own, as the tests are.
 */
import { parseArgs } from 'node:util';

import { base, browser, settle, stack, visit } from './lib.mjs';

const { values, positionals: [out] } = parseArgs({
	allowPositionals: true,
	options: {
		path: { type: 'string', default: '/articles/nato-deputy-visits-adex.html' },
		size: { type: 'string', default: '1100x720' },
		part: { type: 'string', default: 'end' },
		dark: { type: 'boolean', default: false },
		'no-script': { type: 'boolean', default: false },
	},
});
const [width, height] = values.size.split('x').map(Number);
if (!out || !(width > 0 && height > 0) || !['top', 'end', 'comments', 'all'].includes(values.part)) {
	console.error('usage: screenshot.mjs OUT.png [--path=/] [--size=1100x720] '
		+ '[--part=top|end|comments|all] [--dark] [--no-script]');
	process.exit(2);
}

const stop = await stack();
try {
	const page = await visit(values.path, {
		viewport: { width, height },
		colorScheme: values.dark ? 'dark' : 'light',
		javaScriptEnabled: !values['no-script'],
	});
	// The line with the number, and the comments below it.
	if (values.part === 'end' || values.part === 'comments')
		await page.locator('.end, .imprint').first().evaluate((node, end) => node.scrollIntoView(!end), values.part === 'end');
	await settle(page);
	await page.screenshot({ path: out, fullPage: values.part === 'all' });
	console.log(`${out}: ${base}${values.path}`);
} finally {
	await browser?.close();
	await stop();
}
