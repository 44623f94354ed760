/*
 * lib.mjs - what every browser test begins with; prints TAP
 *
 *     import { assert, test, visit } from './lib.mjs';
 *     test('a reader sees the number', async () => {
 *             const page = await visit('/articles/night-trams-return.html');
 *             ...
 *     });
 *
 * The tests of a file run one after the other, in Debian's headless shell of
 * Chromium, against BASE_URL or, when there is none, against a stack of their own
 * (conf/run).  $CHROMIUM names another browser.  It starts with the first reader.
 *
 * test(NAME, BODY)     BODY fails by throwing
 * reader(OPTIONS)      a context of its own: another visitor, with an ordinary
 *                      User-Agent, for headless Chromium calls itself a robot
 * visit(PATH, OPTIONS) a page of a new reader, loaded and at rest.  With `html`
 *                      PATH is that text, else what the server has there; `setup`
 *                      is called with the page before it loads.
 * settle(PAGE)         waits until nothing is on its way
 * name()               an article that no test has used
 * settings(LINES)      for afterword.conf of a stack of their own; before it starts
 * folder()             where that stack has its files
 * dim(PAGE)            texts that are hard to read on what is behind them
 * say(TEXT)            for the reader of the test's output
 * setup                where the first moderator of that stack is made
 * away(PROGRAM)        stops redis, visits or comments, until what it returns is
 *                      called
 * post(ARTICLE, TEXT, MEMBERS)  writes a comment; what the API answers
 * comments(ARTICLE)    what the API has of an article
 *
 * A page has beside its own: page.calls, the requests to the API as { method, url,
 * body }, body from JSON or a form, and page.faults, what went wrong in it: uncaught errors, and all that
 * the console calls an error but for requests that failed.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

export { assert };

export const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const bin = process.env.BIN ?? join(top, 'build', process.env.BUILD ?? 'release');
export let setup;
export let base = process.env.BASE_URL?.replace(/\/$/, '');
export let browser;

const program = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
export const flags = [
	'--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
	'--disable-background-networking', '--disable-component-update',
	...process.getuid() === 0 ? ['--no-sandbox'] : [],
];

const tests = [];
const serial = Date.now() % 1e6 * 100 + Math.floor(Math.random() * 100);
let count = 0;
let extra = '';
let work;

export const settings = (lines) => { extra = lines; };
export const folder = () => join(work, 'var');
export const test = (title, body) => tests.push({ title, body });
export const say = (text) => console.log(String(text).replace(/^/gm, '# '));
export const name = () => `/t/${serial}-${++count}`;
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* ---- the stack ---- */

function noon() {
	const hour = new Date().getUTCHours() - 12;
	return `Etc/GMT${hour < 0 ? '' : '+'}${hour}`;
}

export async function stack() {
	if (base)
		return async () => {};
	work = await mkdtemp(join(tmpdir(), 'afterword.'));
	await writeFile(join(work, 'extra.conf'), extra);
	const run = spawn('sh', [join(top, 'conf/run'), '-p', '0', '-x', join(work, 'extra.conf'),
		'-v', join(work, 'var'), '-b', bin], {
		stdio: ['ignore', 'pipe', 'pipe'],
		/* A disk that others keep busy is not what these tests are about; where it
		   is noon no day ends meanwhile. */
		env: { AFTERWORD_REDIS_TIMEOUT: '5s', ZONE: noon(), ...process.env },
	});
	const ended = new Promise((resolve) => run.once('exit', resolve));
	const words = [];
	const ready = new Promise((resolve) => {
		for (const stream of [run.stdout, run.stderr])
			createInterface({ input: stream }).on('line', (line) => {
				words.push(line);
				setup = line.match(/^moderate (http:.*)$/)?.[1] ?? setup;
				const found = line.match(/^ready (http:.*)\/$/);
				if (found)
					resolve(found[1]);
			});
	});
	base = await Promise.race([ready, ended.then(() => null)]);
	if (base === null)
		throw new Error(`the stack does not start:\n${words.join('\n')}`);
	return async () => {
		run.kill('SIGTERM');
		if (await ended !== 0)
			throw new Error(`the stack does not end well; see ${work}`);
		await rm(work, { recursive: true, force: true, maxRetries: 5 });
	};
}

/* Stops a program; what it returns starts it again and waits until it answers. */
export async function away(program) {
	const file = (kind) => join(folder(), 'run', `${program}.${kind}`);
	await writeFile(file('hold'), '');
	process.kill(Number(await readFile(file('pid'))), 'SIGKILL');
	return async () => {
		await rm(file('hold'));
		for (let left = 200; left--; await sleep(50)) {
			if ((await fetch(`${base}/comments/readyz`)).ok && (await fetch(`${base}/readyz`)).ok)
				return;
		}
		throw new Error(`${program} does not come back`);
	};
}

/* ---- readers and pages ---- */

export const agent = () => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 '
	+ `(KHTML, like Gecko) Chrome/140.0.${++count}.${serial} Safari/537.36`;

export async function reader(options = {}) {
	browser ??= await chromium.launch({ executablePath: program, args: flags });
	return browser.newContext({
		userAgent: agent(),
		viewport: { width: 1280, height: 900 },
		locale: 'en-GB',
		...options,
	});
}

function bodyOf(request) {
	const text = request.postData();
	if (request.headers()['content-type']?.startsWith('application/x-www-form-urlencoded'))
		return Object.fromEntries(new URLSearchParams(text));
	return JSON.parse(text ?? 'null');
}

/* Notes what the page asks and what goes wrong in it. */
export function watch(page, scripts = true) {
	page.scripts = scripts;
	page.calls = [];
	page.faults = [];
	page.asked = 0;
	page.answered = 0;
	page.on('request', (request) => {
		page.asked++;
		const url = new URL(request.url());
		if (url.pathname.includes('/api/'))
			page.calls.push({ method: request.method(), url, body: bodyOf(request) });
	});
	for (const event of ['requestfinished', 'requestfailed'])
		page.on(event, () => { page.answered++; });
	page.on('pageerror', (error) => page.faults.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
			page.faults.push(message.text());
	});
	return page;
}

/* Frames are drawn until they bring no request and all have been answered. */
export async function settle(page) {
	for (let asked = -1; asked !== page.asked || page.answered < asked;) {
		asked = page.asked;
		await page.waitForTimeout(30);
		for (let frames = page.scripts ? 3 : 0; frames--;)
			await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
	}
}

export async function visit(path, { html, headers, setup, ...options } = {}) {
	const context = await reader(options);
	const page = watch(await context.newPage(), options.javaScriptEnabled);
	if (html !== undefined)
		await serve(context, path, html, headers);
	await setup?.(page);
	await page.goto(base + path);
	await settle(page);
	return page;
}

/* Lets the page at `path` be `html`; all else stays the server's. */
export function serve(context, path, html, headers = {}) {
	return context.route(base + path.replace(/#.*/, ''), (route) => route.fulfill({
		contentType: 'text/html; charset=utf-8', headers, body: html }));
}

/* A page with the script and a title. */
export function document(body, { script = '', head = '', lang = 'en' } = {}) {
	return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>A page</title>${head}
<script async src="/count.js" data-api="/api" ${script}></script></head><body>${body}</body></html>`;
}

export const textOf = (page, selector) => page.locator(selector).first().textContent();
export const posts = (page) => page.calls.filter((call) => call.method === 'POST');
export const gets = (page) => page.calls.filter((call) => call.method === 'GET');

/* The texts that have too little contrast (WCAG 2.2, 1.4.3). */
export const dim = (page) => page.evaluate(() => {
	const light = (colour) => {
		const part = colour.match(/[\d.]+/g).slice(0, 3).map((n) => n / 255)
			.map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
		return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
	};
	const behind = (element) => {
		for (; element; element = element.parentElement) {
			const colour = getComputedStyle(element).backgroundColor;
			if (!/, 0\)$/.test(colour))
				return colour;
		}
		return 'rgb(255, 255, 255)';
	};
	const found = [];
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const element = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || element.closest('script, noscript, [hidden]'))
			continue;
		const [a, b] = [getComputedStyle(element).color, behind(element)]
			.map(light).sort((x, y) => y - x);
		if ((a + 0.05) / (b + 0.05) < 4.5)
			found.push(walk.currentNode.data.trim());
	}
	return found;
});

/* The numbers of an article as the API has them now. */
export async function numbers(article) {
	const reply = await fetch(`${base}/api/visits?article=${encodeURIComponent(article)}`);
	return (await reply.json()).articles[0];
}

/* Writes a comment, where the settings let that be done at once. */
export async function post(article, text, members = {}) {
	const query = new URLSearchParams({ article });
	const { stamp } = await (await fetch(`${base}/api/comments/stamp?${query}`)).json();
	const reply = await fetch(`${base}/api/comments`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Origin: base },
		body: JSON.stringify({ article, text, stamp, name: 'Ann', ...members }),
	});
	const said = await reply.json();
	assert.ok(reply.ok, `${reply.status} ${JSON.stringify(said)}`);
	return said;
}

/* A page of an article's comments as the API has them now. */
export async function comments(article, query = {}) {
	return (await fetch(`${base}/api/comments?${new URLSearchParams({ article, ...query })}`)).json();
}

/* ---- running ---- */

async function main() {
	let stop = async () => {};
	let failed = 0;
	if (!base && await access(join(bin, 'visits.fcgi')).then(() => false, () => true)) {
		console.log(`1..0 # SKIP ${bin}/visits.fcgi is not built`);
		return;
	}
	if (base && extra) {
		console.log('1..0 # SKIP needs settings of its own');
		return;
	}
	console.log(`1..${tests.length}`);
	try {
		stop = await stack();
		for (const [i, { title, body }] of tests.entries()) {
			try {
				await body();
				console.log(`ok ${i + 1} - ${title}`);
			} catch (error) {
				failed++;
				console.log(`not ok ${i + 1} - ${title}`);
				say(error.stack ?? error);
			}
			for (const context of browser?.contexts() ?? [])
				await context.close();
		}
	} catch (error) {
		failed++;
		console.log(`Bail out! ${error.message.replaceAll('\n', ' | ')}`);
	}
	await browser?.close();
	await stop().catch((error) => {
		failed++;
		console.log(`Bail out! ${error.message}`);
	});
	process.exitCode = failed ? 1 : 0;
}

/* Tests have been declared when the file that imports this has been read. */
setImmediate(() => tests.length && main());
