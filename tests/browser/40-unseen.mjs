/*
 * Pages that nobody looks at yet: behind another tab, or rendered ahead of a click.
 *
 * A browser that is driven by playwright shows every page and renders none ahead, so
 * this one is driven by hand, over a pipe, and looks at the stack through a server of
 * the test's own, which has the pages and sees the requests.  It is the whole browser:
 * to the headless shell every tab is in front.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { agent, assert, base, document, flags, name, numbers, sleep, test } from './lib.mjs';

const VISITS = '<p id="n" data-afterword="visits">as it was</p>';
const QUIET_MS = 1500; // so long nothing must happen
const program = '/usr/bin/chromium';

const await_ = async (what, check) => {
	for (let left = 100; left--; await sleep(100))
		if (await check())
			return;
	throw new Error(`waited in vain: ${what}`);
};

/* The stack, with pages of ours beside its own: { url, pages, seen, close }. */
async function front() {
	const pages = new Map();
	const seen = [];
	const server = http.createServer((request, response) => {
		seen.push({ method: request.method, path: request.url.replace(/\?.*/, '') });
		if (pages.has(request.url)) {
			response.setHeader('Content-Type', 'text/html; charset=utf-8');
			response.end(pages.get(request.url));
			return;
		}
		const { host, origin, referer, ...headers } = request.headers;
		if (origin)
			headers.origin = base;
		const onward = http.request(base + request.url, { method: request.method, headers },
			(reply) => {
				response.writeHead(reply.statusCode, reply.headers);
				reply.pipe(response);
			});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { pages, seen, url: `http://127.0.0.1:${server.address().port}`,
		posts: () => seen.filter(({ method }) => method === 'POST').length,
		close: () => { server.closeAllConnections(); server.close(); } };
}

/* A browser of its own: { ask(METHOD, PARAMS, SESSION), text(TARGET), close }. */
async function open(url) {
	const folder = await mkdtemp(join(tmpdir(), 'afterword.'));
	const child = spawn(program, [...flags, '--headless', `--user-data-dir=${folder}`,
		`--user-agent=${agent()}`, '--remote-debugging-pipe', url],
	{ stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const waiting = new Map();
	let last = 0;
	let said = '';
	child.stdio[4].setEncoding('utf8').on('data', (data) => {
		const messages = (said + data).split('\0');
		said = messages.pop();
		for (const { id, result, error } of messages.map((text) => JSON.parse(text)))
			waiting.get(id)?.(result ?? Promise.reject(new Error(error.message)));
	});
	const ask = (method, params = {}, sessionId = undefined) => new Promise((resolve) => {
		waiting.set(++last, resolve);
		child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
	});
	return {
		ask,
		async text(targetId) {
			const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
			const { result } = await ask('Runtime.evaluate',
				{ expression: "document.querySelector('#n').textContent" }, sessionId);
			return result.value;
		},
		async page(path) {
			const { targetInfos } = await ask('Target.getTargets');
			return targetInfos.find(({ type, url }) => type === 'page' && url.endsWith(path))?.targetId;
		},
		async close() {
			ask('Browser.close');
			await Promise.race([ended, sleep(5000).then(() => child.kill('SIGKILL'))]);
			await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		},
	};
}

async function looking(pages, body) {
	const server = await front();
	let browser;
	try {
		for (const [path, html] of Object.entries(pages))
			server.pages.set(path, html);
		browser = await open(`${server.url}/start`);
		await await_('the first page', () => server.seen.some(({ path }) => path === '/start'));
		await body(server, browser);
	} finally {
		await browser?.close();
		server.close();
	}
}

test('a page behind another tab counts when it is looked at', async () => {
	const path = name();
	await looking({ '/start': '<title>Start</title>', [path]: document(VISITS) },
		async (server, browser) => {
			const target = await browser.ask('Target.createTarget',
				{ url: server.url + path, background: true });
			await await_('the script', () => server.seen.some((call) => call.path === '/count.js'));
			await sleep(QUIET_MS);
			assert.equal(server.posts(), 0, 'not yet');
			assert.equal(await browser.text(target.targetId), 'as it was');
			await browser.ask('Target.activateTarget', target);
			await await_('the visit', () => server.posts() > 0);
			await await_('the number', async () => (await browser.text(target.targetId)).startsWith('Visited'));
			assert.equal(await browser.text(target.targetId), 'Visited 1 times, 1 visit(s) today');
			assert.equal(server.posts(), 1);
		});
});

test('a page rendered ahead of a click counts when it is shown', async () => {
	const path = name();
	const rules = { prerender: [{ source: 'list', urls: [path], eagerness: 'immediate' }] };
	const start = `<title>Start</title><script type="speculationrules">${JSON.stringify(rules)}</script>
		<script>setInterval(async () => {
			if ((await fetch('/go')).ok && !window.gone)
				window.gone = location.href = '${path}';
		}, 100)</script>`;
	await looking({ '/start': start, [path]: document(VISITS) }, async (server, browser) => {
		await await_('the script', () => server.seen.some((call) => call.path === '/count.js'));
		await sleep(QUIET_MS);
		assert.equal(server.posts(), 0, 'not yet');
		assert.equal((await numbers(path)).total, 0);
		server.pages.set('/go', 'go');
		await await_('the visit', () => server.posts() > 0);
		await await_('the page', () => browser.page(path));
		const target = await browser.page(path);
		await await_('the number', async () => (await browser.text(target)).startsWith('Visited'));
		assert.equal(await browser.text(target), 'Visited 1 times, 1 visit(s) today');
		assert.equal(server.posts(), 1);
		assert.equal(server.seen.filter((call) => call.path === path).length, 1,
			'it was the page rendered ahead');
	});
});
