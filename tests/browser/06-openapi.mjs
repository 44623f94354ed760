/*
 * The description of the API, web/openapi.json: it is one, its examples are what it
 * says, and so is all that a running stack answers.  No browser takes part.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import { agent, assert, base, bin, name, test, top } from './lib.mjs';

const METHODS = ['get', 'put', 'post', 'delete'];
const NONE = 2147483647; // no comment has this number yet
const FOREIGN = 'https://elsewhere.example';
/* Answered headers that say more than how the answer is to be handled. */
const TELLING = ['allow', 'etag', 'idempotency-replayed', 'last-modified', 'link', 'location',
	'retry-after'];

const text = readFileSync(join(top, 'web/openapi.json'), 'utf8');
const document = JSON.parse(text);
const prefix = document.servers[0].variables.prefix.default;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* ---- the description ---- */

const ajv = new Ajv({ strict: true, strictTypes: true, strictRequired: false });
formats(ajv);
/* Schemas know each other by their names. */
const named = (schema) => JSON.parse(JSON.stringify(schema)
	.replaceAll('"$ref":"#/components/schemas/', '"$ref":"schema:'));
for (const [key, schema] of Object.entries(document.components.schemas))
	ajv.addSchema(named(schema), `schema:${key}`);

const deref = (node) => node?.$ref === undefined ? node
	: deref(node.$ref.slice(2).split('/').reduce((at, key) => at[key], document));

/* A schema and all that it is made of. */
const parts = (schema) => [deref(schema)].flatMap((one) =>
	[one, ...(one.allOf ?? []).flatMap(parts)]);

/* Members that no schema speaks of. */
function unknown(schema, value, at = '') {
	const all = parts(schema);
	if (Array.isArray(value))
		return value.flatMap((one, i) =>
			unknown(all.find((part) => part.items).items, one, `${at}/${i}`));
	return value instanceof Object ? Object.entries(value).flatMap(([key, one]) => {
		const found = all.find((part) => part.properties?.[key])?.properties[key];
		return found ? unknown(found, one, `${at}/${key}`) : [`${at}/${key}`];
	}) : [];
}

/* Compiled once for each schema that stands somewhere. */
const compiled = new Map();
function fits(schema, value, what) {
	if (!compiled.has(schema))
		compiled.set(schema, ajv.compile(named(schema)));
	const valid = compiled.get(schema);
	assert.ok(valid(value), `${what}: ${ajv.errorsText(valid.errors)}\n${JSON.stringify(value)}`);
	assert.deepEqual(unknown(schema, value), [], `${what}: members nobody speaks of`);
}

/* fn(NODE, WHERE) for each body, parameter and header that has an example. */
function everywhere(node, fn, where = '') {
	if (!(node instanceof Object))
		return;
	if (node.schema && ('example' in node || 'examples' in node))
		fn(node, where);
	for (const [key, value] of Object.entries(node))
		if (key !== 'example' && key !== 'examples')
			everywhere(value, fn, `${where}/${key}`);
}

test('it is OpenAPI 3.1', async () => {
	const validator = new Validator();
	const { valid, errors } = await validator.validate(structuredClone(document));
	assert.ok(valid, JSON.stringify(errors, null, 1));
	assert.equal(validator.version, '3.1');
	const operations = Object.values(document.paths).flatMap((item) =>
		METHODS.filter((method) => item[method]).map((method) => item[method].operationId));
	assert.equal(new Set(operations).size, operations.length, 'operations have names of their own');
});

test('its schemas are sound, its examples fit', () => {
	for (const key of Object.keys(document.components.schemas))
		assert.ok(ajv.getSchema(`schema:${key}`), key);
	let seen = 0;
	everywhere(document, (node, where) => {
		for (const value of node.examples ? Object.values(node.examples).map((one) => one.value)
			: [node.example]) {
			fits(node.schema, value, where);
			seen++;
		}
	});
	assert.ok(seen > 40, `examples: ${seen}`);
});

test('the gate sees what differs from the programs', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'afterword.'));
	const file = join(folder, 'openapi.json');
	const { schemas, responses, parameters } = document.components;
	const gate = async (change) => {
		const copy = JSON.parse(text);
		change(copy, copy.components);
		await writeFile(file, JSON.stringify(copy));
		const { status, stdout } = spawnSync('node', ['tests/gates/openapi.mjs', file, bin],
			{ cwd: top, encoding: 'utf8' });
		return [status, stdout];
	};
	assert.ok(schemas && responses && parameters);
	assert.deepEqual(await gate(() => {}), [0, '']);
	for (const [change, said] of [
		[(d) => { delete d.paths['/comments/recent']; }, /GET \/comments\/recent: is missing/],
		[(d) => { d.paths['/x'] = d.paths['/readyz']; }, /GET \/x: no row/],
		[(d) => { d.paths['/visits'].put = d.paths['/visits'].post; }, /PUT \/visits: no row/],
		[(d, c) => { c.parameters.Article.schema.maxLength--; }, /GET \/comments: field article is/],
		[(d, c) => { c.parameters.Article.required = false; }, /field article: required/],
		[(d, c) => { c.parameters.Sort.schema.enum.reverse(); }, /field sort is/],
		[(d, c) => { c.parameters.Label.schema.default = 'x'; }, /badge\.svg: field label is/],
		[(d, c) => { c.parameters.Site.name = 'where'; }, /field where is not.*\n.*field site is missing/],
		[(d, c) => { c.schemas.NewComment.properties.more = {}; }, /POST \/comments: .*: field more is not/],
		[(d, c) => { c.schemas.NewComment.required.pop(); }, /POST \/comments: .*: body is/],
		[(d, c) => { c.schemas.Vote.properties.value.minimum = 0; }, /PUT \/comments\/{id}\/vote: .*: field value is/],
		[(d, c) => { c.schemas.Problem.properties.type.enum.pop(); }, /type urn:afterword:problem:busy is missing/],
		[(d, c) => { c.responses.Duplicate.content['application/problem+json'].example.status = 400; }, /example of duplicate/],
		[(d) => { d.paths['/comments'].post.requestBody.description = '16384 bytes'; }, /does not say 50176 bytes/],
		[(d) => { delete d.paths['/comments'].post.requestBody.content['application/json']; }, /media type application\/json is missing/],
		[(d) => { delete d.paths['/visits'].get.responses[304]; }, /GET \/visits: answer 304 is missing/],
		[(d, c) => { delete c.responses.RatePage.content['text/html']; }, /POST \/comments: answer 429: a page/],
		[(d, c) => { c.schemas.Spare = {}; }, /schemas\/Spare: nothing uses it/],
		[(d) => { d.info.version = '9'; }, /info: version is "9"/],
	]) {
		const [status, out] = await gate(change);
		assert.equal(status, 1, `${change}`);
		assert.match(out, said);
	}
	await rm(folder, { recursive: true });
});

/* ---- a running stack ---- */

/* As a page of the site; a body that is no text is sent as JSON. */
function ask(method, path, { body, headers = {}, from = '127.0.0.1' } = {}) {
	const json = body !== undefined && typeof body !== 'string';
	const sent = json ? JSON.stringify(body) : body;
	return new Promise((resolve, reject) => {
		const request = http.request(base + path, { method, localAddress: from, headers: {
			'User-Agent': agent(),
			...method !== 'GET' && { Origin: base },
			...json && { 'Content-Type': 'application/json' },
			...sent && { 'Content-Length': Buffer.byteLength(sent) },
			...headers,
		} }, (response) => {
			let got = '';
			response.setEncoding('utf8').on('data', (data) => { got += data; });
			response.on('end', () => resolve({ status: response.statusCode,
				headers: response.headers, body: got }));
		});
		request.on('error', reject);
		request.end(sent);
	});
}

/* What was answered, of all that the description says may be. */
const seen = new Set();

function check_headers(described, headers, what) {
	for (const [key, one] of Object.entries(described ?? {}).map(([k, v]) => [k, deref(v)])) {
		const value = headers[key.toLowerCase()];
		assert.ok(value !== undefined || !one.required, `${what}: ${key} is missing`);
		if (value !== undefined)
			fits(one.schema, one.schema.type === 'integer' ? Number(value) : value, `${what}: ${key}`);
	}
	const known = Object.keys(described ?? {}).map((key) => key.toLowerCase());
	assert.deepEqual(TELLING.filter((key) => headers[key] && !known.includes(key)), [],
		`${what}: headers nobody speaks of`);
}

/* Holds one answer against what is said of it; gives the body. */
function check_answer(described, { headers, body }, what) {
	const type = headers['content-type']?.replace(/;.*/, '');
	check_headers(described.headers, headers, what);
	if (described.content === undefined) {
		assert.equal(body, '', `${what}: no body`);
		return undefined;
	}
	assert.ok(described.content[type], `${what}: ${type} is not spoken of`);
	const value = type.endsWith('json') ? JSON.parse(body) : body;
	fits(described.content[type].schema, value, what);
	return value;
}

/* Holds it against what is said of the operation. */
function check(method, path, got) {
	const { responses } = document.paths[path][method.toLowerCase()];
	const what = `${method} ${path} ${got.status}`;
	assert.ok(responses[got.status], `${what} is not spoken of`);
	seen.add(what);
	return { headers: got.headers, body: check_answer(deref(responses[got.status]), got, what) };
}

/* Asks for a path of the description; WANTED is the status. */
async function answer(wanted, method, path, { id, query = '', ...options } = {}) {
	const item = document.paths[path];
	const { requestBody } = item[method.toLowerCase()];
	const what = `${method} ${path} ${wanted}`;
	if (wanted < 400 && options.body && typeof options.body !== 'string')
		fits(requestBody.content['application/json'].schema, options.body, what);
	const got = await ask(method, (item.servers ? '' : prefix) + path.replace('{id}', id)
		+ (query && `?${query}`), options);
	assert.equal(got.status, wanted, `${what}: ${got.body}`);
	return check(method, path, got);
}

const article = name();
const of_article = `article=${encodeURIComponent(article)}`;
const stamp = async () => (await answer(200, 'GET', '/comments/stamp', { query: of_article })).body;
const post = (wanted, body, options) => answer(wanted, 'POST', '/comments', { body, ...options });

test('it is served with the API, to everybody', async () => {
	const { status, headers, body } = await ask('GET', `${prefix}/openapi.json`);
	assert.equal(status, 200);
	assert.equal(headers['content-type'], 'application/json');
	assert.equal(headers['access-control-allow-origin'], '*');
	assert.equal(body, text);
});

test('visits', async () => {
	const title = 'A page';
	const counted = (await answer(200, 'POST', '/visits', { body: { article, title } })).body;
	assert.deepEqual([counted.article, counted.counted, counted.total], [article, true, 1]);
	const headers = { 'User-Agent': agent() };
	await answer(200, 'POST', '/visits', { body: { article }, headers });
	const again = (await answer(200, 'POST', '/visits', { body: { article }, headers })).body;
	assert.equal(again.why, 'window');
	const plain = await ask('POST', `${prefix}/visits`, { body: JSON.stringify({ article }),
		headers: { 'Content-Type': 'text/plain', Origin: FOREIGN } });
	assert.equal(check('POST', '/visits', plain).body.why, 'origin');
	const list = (await answer(200, 'GET', '/visits', { query: `${of_article}&article=/none` })).body;
	assert.deepEqual(list.articles.map((one) => one.total), [2, 0]);
	await answer(200, 'GET', '/visits/history', { query: `${of_article}&days=3` });
	for (const period of ['today', 'all'])
		await answer(200, 'GET', '/visits/popular', { query: `period=${period}` });
	for (const as of ['badge', 'line'])
		for (const path of ['/visits/badge.svg', '/visits/seen.svg'])
			await answer(200, 'GET', path, { query: `${of_article}&as=${as}` });
	for (const path of ['/healthz', '/readyz', '/metrics'])
		await answer(200, 'GET', path);
});

const mine = {};

test('comments are written', async () => {
	const stamps = [];
	for (let i = 0; i < 10; i++)
		stamps.push(await stamp());
	const fresh = { article, name: 'Ann', stamp: stamps[0].stamp };
	const of = (i, more) => ({ ...fresh, stamp: stamps[i].stamp, ...more });
	await sleep(stamps[0].wait_s * 1000);

	const headers = { 'Idempotency-Key': `key-${article}` };
	const first = of(0, { text: `Long enough to be a double: ${article}`, title: 'A page',
		email: 'ann@mail.example', url: 'ann.example' });
	mine.root = (await post(201, first, { headers })).body;
	const replay = await post(201, first, { headers });
	assert.equal(replay.headers['idempotency-replayed'], 'true');
	assert.deepEqual(replay.body, mine.root);
	await post(422, { ...first, text: 'other' }, { headers });
	const { author_token } = mine.root;
	mine.reply = (await post(201, of(1, { text: 'A reply', parent: mine.root.id, author_token }))).body;
	assert.equal(mine.reply.author.avatar, mine.root.author.avatar);
	await post(201, of(2, { text: `Another reply: ${article}`, parent: mine.reply.id }));
	await post(429, of(3, { text: 'One more' }));
	const from = '127.0.0.2';
	await post(409, of(4, { text: first.text }), { from });
	const held = await post(202, of(5, { text: 'https://a.example https://b.example https://c.example' }),
		{ from });
	assert.equal(held.headers.location, undefined);
	await post(201, of(6, { text: `Another root: ${article}` }), { from });

	for (const [i, more] of [[7, {}], [8, { subject: 'filled in' }]]) {
		const form = new URLSearchParams(of(i, { text: `Form ${i} of ${article}`, email: '', ...more }));
		await answer(303, 'POST', '/comments', { body: String(form), from: '127.0.0.3',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
	}
	const suspicious = of(9, { text: `The tram was late again: ring 01632 960100 about ${article}` });
	const { challenge } = (await post(422, suspicious, { from: '127.0.0.4' })).body;
	assert.ok(challenge.maxnumber, 'work is wanted');
	let number = 0;
	while (createHash('sha256').update(challenge.salt + number).digest('hex') !== challenge.challenge)
		number++;
	const altcha = btoa(JSON.stringify({ ...challenge, number }));
	await post(201, { ...suspicious, altcha }, { from: '127.0.0.4' });
	await answer(200, 'POST', '/comments/preview', { body: { text: 'Some *text*' } });
});

test('comments are read', async () => {
	const { id } = mine.root;
	for (const sort of ['newest', 'oldest', 'best']) {
		const page = await answer(200, 'GET', '/comments', { query: `${of_article}&limit=1&sort=${sort}` });
		assert.match(page.headers.link, /rel="next"/);
		await answer(200, 'GET', '/comments',
			{ query: `${of_article}&limit=1&sort=${sort}&after=${page.body.next}` });
	}
	const whole = (await answer(200, 'GET', '/comments', { query: of_article })).body;
	assert.deepEqual([whole.count, whole.comments.length], [6, 4]);
	await answer(200, 'GET', '/comments', { query: 'article=/none' });
	await answer(200, 'GET', '/comments/{id}', { id, query: 'sort=oldest' });
	await answer(200, 'GET', '/comments/{id}', { id: mine.reply.id });
	const some = (await answer(200, 'GET', '/comments/{id}/replies', { id, query: 'limit=1' })).body;
	await answer(200, 'GET', '/comments/{id}/replies', { id, query: `after=${some.next}` });
	await answer(200, 'GET', '/comments/recent', { query: 'limit=3' });
	await answer(404, 'GET', '/comments/{id}', { id: NONE });
	await answer(404, 'GET', '/comments/{id}/replies', { id, query: `after=${NONE}` });
	await answer(422, 'GET', '/comments', { query: `${of_article}&sort=worst` });
	await answer(422, 'GET', '/comments', { query: `${of_article}&after=x` });
});

test('comments are read without scripts, and followed', async () => {
	for (const query of ['', '&page=1', `&root=${mine.root.id}`, `&reply=${mine.root.id}&sort=best`])
		await answer(200, 'GET', '/comments/fragment', { query: of_article + query });
	await answer(200, 'GET', '/comments/held', { query: of_article });
	await answer(200, 'GET', '/comments/page.css');
	for (const [method, path, options] of [
		['GET', '/comments/fragment', { query: `${of_article}&page=1&limit=0` }],
		['GET', '/comments/held', {}],
		['POST', '/comments', { body: `${of_article}&text=x`,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }],
	])
		assert.match((await answer(422, method, path, options)).body, /^<!DOCTYPE html>/);
	for (const query of ['', 'format=json', `format=json&limit=1&${of_article}`, 'article=/none'])
		await answer(200, 'GET', '/comments/feed', { query });
});

test('comments are changed', async () => {
	const { id } = mine.root;
	const headers = { Authorization: `Bearer ${mine.root.edit_token}` };
	const change = (wanted, body, more = {}) =>
		answer(wanted, 'PUT', '/comments/{id}', { id, body, headers: { ...headers, ...more } });
	await change(403, { text: 'Not mine' }, { Authorization: `Bearer ${mine.reply.edit_token}` });
	assert.ok((await change(200, { text: 'Another **text**' })).body.edited);
	const from = '127.0.0.4';
	for (const value of [1, -1, 0])
		await answer(200, 'PUT', '/comments/{id}/vote', { id, body: { value }, from });
	await answer(404, 'PUT', '/comments/{id}/vote', { id: NONE, body: { value: 1 }, from });
	let last;
	for (let i = 1; i < 200 && last?.status !== 429; i++)
		last = await ask('PUT', `${prefix}/comments/${id}/vote`, { body: { value: i % 2 }, from });
	check('PUT', '/comments/{id}/vote', last);

	const held = await change(200, { text: 'https://a.example https://b.example https://c.example' });
	assert.equal(held.body.held, true);
	const stub = (await answer(200, 'GET', '/comments', { query: `${of_article}&sort=oldest` })).body;
	assert.equal(stub.comments[0].deleted, true);
	await answer(403, 'DELETE', '/comments/{id}', { id });
	await answer(204, 'DELETE', '/comments/{id}', { id, headers });
});

/* A request that would be taken but for what a test makes wrong. */
const QUERIES = { '/visits': of_article, '/visits/history': of_article, '/visits/badge.svg': of_article,
	'/comments': of_article };

test('what is known is not sent again', async () => {
	for (const [path, { get }] of Object.entries(document.paths)) {
		if (!get?.responses[304])
			continue;
		const options = { query: QUERIES[path] ?? '', id: mine.reply.id };
		const id = path.endsWith('/replies') ? mine.root.id : mine.reply.id;
		const { etag } = (await answer(200, 'GET', path, { ...options, id })).headers;
		await answer(304, 'GET', path, { ...options, id, headers: { 'If-None-Match': etag } });
	}
});

test('what is refused', async () => {
	const id = mine.reply.id;
	for (const [path, item] of Object.entries(document.paths))
		for (const method of METHODS.filter((one) => item[one]?.responses[422])) {
			const { requestBody, responses } = item[method];
			if (path === '/visits/fragment')
				continue;
			const refused = (status, options) =>
				responses[status] && answer(status, method.toUpperCase(), path, { id, ...options });
			await refused(400, { query: 'x=%zz' });
			await refused(422, { query: 'nothing=1' });
			const headers = { Origin: FOREIGN };
			await refused(403, { headers, ...requestBody && { body: {} } });
			await refused(415, { body: 'x', headers: { 'Content-Type': 'text/html' } });
			const most = Number(requestBody?.description.match(/(\d+) bytes/)[1]);
			await refused(413, { body: { x: 'x'.repeat(most) } });
		}
	const fault = document.components.responses.Fault;
	for (const [method, path, status, body] of [['DELETE', '/comments', 405], ['GET', '/comments/x', 404],
		['GET', '/visits', 413, {}]]) {
		const got = await ask(method, prefix + path, { body });
		assert.equal(got.status, status);
		check_answer(fault, got, `${method} ${path}`);
	}
	assert.equal((await ask('GET', `${prefix}/visits/fragment?${of_article}`)).status, 404,
		'a line for server side includes is for nobody else');
});

test('all that is described was seen', () => {
	const missing = Object.entries(document.paths).flatMap(([path, item]) =>
		METHODS.filter((method) => item[method]).flatMap((method) =>
			Object.keys(item[method].responses).map((status) =>
				`${method.toUpperCase()} ${path} ${status}`)))
		.filter((one) => !seen.has(one) && !/ (503|default)$/.test(one)
			&& !one.startsWith('GET /visits/fragment '));
	assert.deepEqual(missing, []);
});
