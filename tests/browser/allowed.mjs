/*
 * allowed.mjs - what the HTML of a comment may be, and texts that try for more
 *
 * injections     of tests/data/injection.txt: each would be script, a frame or a form of
 *                its own if something went wrong; it calls x()
 * check(HTML)    throws unless all of it is allowed, and means what is written there:
 *                parse5 says how browsers read it
 * tags(HTML)     the tags in it
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseFragment, serialize } from 'parse5';

import { assert, top } from './lib.mjs';

const REL = 'nofollow ugc noopener noreferrer';

/* The attributes that each element may have. */
export const ALLOWED = {
	p: {}, br: {}, em: {}, strong: {}, del: {}, pre: {}, blockquote: {}, ul: {}, li: {},
	ol: { start: /^(0|[1-9]\d{0,8})$/ },
	code: { class: /^language-[a-z0-9+-]{1,20}$/ },
	a: { href: /^(https?:\/\/[a-z0-9._[\]:-]+|mailto:)[!#-&(-;=?-Z_a-z~]*$/, rel: RegExp(`^${REL}$`) },
};
/* What may not be within it. */
const APART = {
	p: ['p', 'pre', 'blockquote', 'ul', 'ol', 'li'], a: ['a'], pre: ['pre', 'p'],
};

export const injections = readFileSync(join(top, 'tests/data/injection.txt'), 'utf8').trimEnd()
	.split('\n').map((line) => line.replaceAll('␊', '\n'));

export const tags = (html) => html.match(/<[^>]*>/g);

export function check(html) {
	const faults = [];
	const tree = parseFragment(html, { onParseError: ({ code }) => faults.push(code),
		sourceCodeLocationInfo: true });
	assert.deepEqual(faults, []);
	assert.deepEqual(tags(serialize(tree)), tags(html));
	const walk = (node, within) => {
		if (node.nodeName === '#text')
			return;
		assert.ok(Object.hasOwn(ALLOWED, node.tagName), `a ${node.nodeName}`);
		assert.equal(node.namespaceURI, 'http://www.w3.org/1999/xhtml');
		for (const { name, value } of node.attrs) {
			assert.ok(Object.hasOwn(ALLOWED[node.tagName], name), `${node.tagName} with ${name}`);
			assert.match(value, ALLOWED[node.tagName][name]);
		}
		for (const outer of within)
			assert.ok(!APART[outer]?.includes(node.tagName), `${node.tagName} in ${outer}`);
		const [parent] = within.slice(-1);
		assert.equal(node.tagName === 'li', parent === 'ul' || parent === 'ol');
		if (node.tagName === 'a') {
			assert.equal(node.attrs.length, 2);
			const href = node.attrs.find(({ name }) => name === 'href').value;
			assert.ok(['http:', 'https:', 'mailto:'].includes(new URL(href).protocol), href);
		}
		for (const child of node.childNodes)
			walk(child, [...within, node.tagName]);
	};
	for (const node of tree.childNodes)
		walk(node, []);
	return tree;
}
