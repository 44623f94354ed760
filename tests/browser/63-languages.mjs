/* The languages of comments.js: each is whole, and each is what a reader gets. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { assert, name, settings, settle, test, textOf, top } from './lib.mjs';
import { answering, calls, COMMENT, open, problem, SETTINGS, THREAD, write } from './thread.mjs';

settings(SETTINGS);

const FOLDER = join(top, 'web/lang');
const WANTED = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'mk', 'pt', 'ru', 'zh-CN', 'zh-TW'];

/* English stands in the script itself, which only a browser can load. */
const script = readFileSync(join(top, 'web/comments.js'), 'utf8');
const english = new Function(`return ${script.match(/const english = ({[^]*?\n});/)[1]}`)();
const load = async (code) => (await import(
	`data:text/javascript,${encodeURIComponent(readFileSync(join(FOLDER, `${code}.js`), 'utf8'))}`)).default;

/* The parts of a text in braces: { n: ['one', 'other'], name: [] }. */
const parts = (text) => {
	const found = {};
	for (const [, key, forms] of text.matchAll(/{(\w+)(.*?)}/g))
		found[key] = [...found[key] ?? [], ...forms.split('|').filter(Boolean).map((form) => form.split(':')[0])];
	return found;
};

test('the languages are those that the script knows', () => {
	assert.deepEqual(readdirSync(FOLDER).sort(), WANTED.map((code) => `${code}.js`));
	assert.deepEqual(script.match(/const languages = '(.*)';/)[1].split(' '), WANTED);
});

for (const code of WANTED) {
	test(`${code} has every text, and no other`, async () => {
		const texts = await load(code);
		assert.deepEqual(Object.keys(texts), Object.keys(english), 'in the same order');
		for (const [key, text] of Object.entries(texts)) {
			assert.ok(text.trim() && text === text.trim(), key);
			assert.ok(!/[<&]|\u200e|\u200f/.test(text), `${key}: no markup, no marks`);
			assert.ok(text.length <= 8 || text !== english[key], `${key} is still English: ${text}`);
		}
	});

	test(`${code} uses what a text is given, and has all of its plural forms`, async () => {
		const texts = await load(code);
		const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
		for (const [key, text] of Object.entries(texts)) {
			const [given, used] = [parts(english[key]), parts(text)];
			assert.deepEqual(Object.keys(used), Object.keys(given), key);
			for (const [value, forms] of Object.entries(given)) {
				if (!forms.length)
					assert.deepEqual(used[value], [], key);
				else if (categories.length > 1)
					assert.deepEqual([...used[value]].sort(), [...categories].sort(), key);
			}
			for (const [, forms] of text.matchAll(/{\w+\|(.*?)}/g))
				assert.match(forms, /(^|\|)other:[^|]+$/, `${key}: what serves for all stands last`);
		}
	});
}

/* A page with a thread for each of [LANGUAGE, COUNT]. */
const threads = (list, options) => open(name(), { ...options,
	body: list.map(([lang, count]) => `<section data-afterword="comments" data-article="/${count}" data-lang="${lang}"></section>`)
		.join(''),
	setup: (page) => page.route('**/api/comments?*', (route) => {
		const article = new URL(route.request().url()).searchParams.get('article');
		return route.fulfill({ json: { ...THREAD, article, count: Number(article.slice(1)) } });
	}) }).then(async (page) => {
	await page.waitForFunction((n) => document.querySelectorAll('h2').length === n, list.length);
	return page;
});

test('each language is what its readers get, with one request for it', async () => {
	const codes = [...WANTED, 'en'];
	const page = await threads(codes.flatMap((code) => [[code, 0], [code, 3]]));
	const shown = await page.locator('section').evaluateAll((nodes) => nodes.map((node) => [node.lang, node.dir,
		node.querySelector('h2').textContent, node.querySelector('label').textContent, node.querySelector('select').ariaLabel]));
	for (const [i, code] of codes.entries()) {
		const texts = code === 'en' ? english : await load(code);
		assert.deepEqual(shown[2 * i], [code, code === 'ar' ? 'rtl' : 'ltr', texts.none, texts.write, texts.order]);
		assert.match(shown[2 * i + 1][2], /3/, code);
	}
	assert.deepEqual(await page.evaluate(() => performance.getEntriesByType('resource')
		.map(({ name }) => name.match(/lang\/(.*)\.js/)?.[1]).filter(Boolean).sort()), WANTED);
	assert.deepEqual(page.faults, []);
});

test('relatives of a language get it, with numbers of their own', async () => {
	const cases = [
		['de-AT', 'Kommentar schreiben', /^1.?234 /], ['pt-PT', 'Escrever um comentário', /1.?234/],
		['zh', '发表评论', /1,234/], ['zh-SG', '发表评论', /1,234/], ['zh-HK', '發表留言', /1,234/], ['zh-Hant', '發表留言', /1,234/],
		['en-IN', 'Write a comment', /^1,234 comments$/], ['ar-EG', 'كتابة تعليق', /١٬٢٣٤/],
		['fi', 'Write a comment', /^1,234 comments$/], ['xx_no', 'Write a comment', /^1,234 comments$/],
	];
	const page = await threads(cases.map(([lang]) => [lang, 1234]));
	const labels = await page.locator('label:has(+ textarea)').allTextContents();
	const headings = await page.locator('h2').allTextContents();
	for (const [i, [lang, label, count]] of cases.entries()) {
		assert.equal(labels[i], label, lang);
		assert.match(headings[i], count, lang);
	}
});

test('the page’s language, that of an element around, or the one that is asked for', async () => {
	for (const [lang, body, label] of [
		['fr', '<section data-afterword="comments"></section>', 'Écrire un commentaire'],
		['en', '<div lang="fr"><section data-afterword="comments"></section></div>', 'Écrire un commentaire'],
		['fr', '<section data-afterword="comments" data-lang="de"></section>', 'Kommentar schreiben'],
		['', '<section data-afterword="comments"></section>', 'Scrivi un commento'],
	]) {
		const page = await open(name(), { lang, body, locale: 'it-IT' });
		assert.equal(await textOf(page, 'label'), label);
	}
	const page = await open(name(), { lang: 'fr' });
	await page.evaluate((path) => {
		history.pushState({}, '', path);
		document.documentElement.lang = 'es';
		document.body.append('x');
	}, name());
	await page.waitForFunction(() => document.querySelector('label')?.textContent === 'Escribir un comentario');
});

test('plural forms follow the language', async () => {
	const cases = [
		['ru', 1, '1 комментарий'], ['ru', 3, '3 комментария'], ['ru', 5, '5 комментариев'], ['ru', 21, '21 комментарий'],
		['ar', 1, 'تعليق واحد'], ['ar', 2, 'تعليقان'], ['ar', 5, '5 تعليقات'], ['ar', 11, '11 تعليقًا'], ['ar', 100, '100 تعليق'],
		['mk', 1, '1 коментар'], ['mk', 11, '11 коментари'], ['mk', 21, '21 коментар'], ['ja', 5, 'コメント 5 件'],
		['fr', 1, '1 commentaire'], ['fr', 2, '2 commentaires'], ['fr', 1000000, '1 000 000 de commentaires'],
	];
	const page = await threads(cases);
	assert.deepEqual((await page.locator('h2').allTextContents()).map((text) => text.replace(/[\u202f\xa0]/g, ' ')),
		cases.map(([, , words]) => words));
});

test('times, errors and waits are in the language, too', async () => {
	const page = await open(name(), { lang: 'de', setup: async (page) => {
		await answering({ ...COMMENT, created: new Date(Date.now() - 7300e3).toISOString() })(page);
		await page.route('**/api/comments?', problem(429, 'rate', { headers: { 'Retry-After': '20' } }));
	} });
	assert.equal(await textOf(page, 'time'), 'vor 2 Stunden');
	assert.match(await page.locator('time').getAttribute('title'), /^\w+, \d+\. \w+ 20\d\d um \d+:\d\d$/);
	await write(page, 'Worte');
	assert.equal(await textOf(page, 'form > [role=alert]'),
		'Das war zu viel auf einmal. Bitte in 20 Sekunden noch einmal versuchen.');
});

test('the manual tells every text', () => {
	const manual = readFileSync(join(top, 'man/afterword-api.7'), 'utf8');
	const section = manual.slice(manual.indexOf('.Sh COMMENTS SCRIPT'), manual.indexOf('.Sh WITHOUT SCRIPTS'));
	const told = [...section.matchAll(/^\.It Cm ([a-z-]+)\n((?:[^.].*\n)+)/gm)].map(([, key, text]) =>
		[key.replace(/-(.)/g, (_, letter) => letter.toUpperCase()),
			text.trim().replaceAll('\n', ' ').replaceAll('\\(ga', '`').replaceAll('...', '…')]);
	assert.deepEqual(Object.fromEntries(told.filter(([key]) => english[key])), english);
});

test('every text may be replaced on the element', async () => {
	const attributes = Object.keys(english).map((key) =>
		`data-text-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="[${key}]"`).join(' ');
	const page = await open(name(), { lang: 'de', body: `<section data-afterword="comments" ${attributes}></section>`,
		setup: answering({ id: 1, author: { avatar: COMMENT.author.avatar, owner: true }, edited: COMMENT.created, pinned: true,
			reply_count: 2, replies: [{ ...COMMENT, id: 2, parent: 1, root: 1, depth: 5 }] },
		{ id: 3, deleted: true, author: undefined, html: undefined }) });
	await page.locator('textarea').focus();
	await page.locator('form button').first().click();
	await settle(page);
	const shown = new Set((await page.locator('section').innerHTML()).match(/\[\w+\]/g).map((text) => text.slice(1, -1)));
	for (const key of ['count', 'newest', 'oldest', 'best', 'order', 'more', 'replies', 'first', 'write', 'reply', 'anonymous', 'owner',
		'pinned', 'edited', 'deleted', 'up', 'down', 'name', 'email', 'url', 'optional', 'private', 'hint', 'preview', 'send', 'missing', 'inReplyTo'])
		assert.ok(shown.has(key), key);
	assert.ok(!shown.has('none'));
	const text = await open(name(), { body: '<section data-afterword="comments" data-text-count="{n|one:# word|other:# words}"></section>',
		setup: answering() });
	assert.equal(await textOf(text, 'h2'), '1 word');
});

test('without its language’s file a thread is English', async () => {
	const page = await open(name(), { lang: 'de', setup: (page) => page.route('**/lang/*', (route) => route.abort()) });
	assert.equal(await textOf(page, 'label'), 'Write a comment');
	assert.equal(await page.locator('section').getAttribute('lang'), 'en');
	assert.equal(calls(page, '/comments').length, 1);
	const some = await open(name(), { lang: 'de', setup: (page) => page.route('**/lang/*', (route) =>
		route.fulfill({ contentType: 'text/javascript', body: 'export default { write: "Schreib" }' })) });
	assert.equal(await textOf(some, 'label'), 'Schreib');
	assert.equal(await textOf(some, 'h2'), 'No comments yet', 'what is missing is');
});
