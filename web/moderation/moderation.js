// moderation.js - makes the moderators' pages quicker: MIT
//
// Everything works without it, by forms and links.  With it a comment that was dealt
// with leaves the queue at once, keys do what buttons do, and the number of those that
// wait is kept true.  Texts are set as text alone: the page allows no HTML from scripts.

const EVERY_MS = 60000;
const list = document.querySelector('.items');
const main = document.querySelector('main');
const bulk = document.querySelector('#bulk');
const view = document.querySelector('[name=list]')?.value;
const title = document.title.replace(/^\(\d+\) /, '');

const items = () => [...document.querySelectorAll('.items .item')];

// The address of this view, where the page says what was done and can undo it.
const here = (done, were) => {
	const to = new URLSearchParams(location.search);
	for (const name of ['signed', 'done', 'were']) to.delete(name);
	to.set('done', done);
	if (were) to.set('were', were);
	return `${location.pathname}?${to}`;
};

// ---- what is said ----

const notice = document.createElement('div');
notice.className = 'done live';
notice.setAttribute('role', 'status');
notice.hidden = true;
main?.querySelector('h1')?.after(notice);

const say = (text, ...more) => {
	document.querySelector('.done:not(.live)')?.remove();
	const p = document.createElement('p');
	p.textContent = text;
	notice.replaceChildren(p, ...more);
	notice.hidden = false;
};

const ENDED = 'Your session has ended: sign in before you go on.';
const number = (n) => `${n} comment${n === 1 ? '' : 's'}`;

// ---- asking ----

// Throws what to say when it did not work.
const ask = async (path, body) => {
	let answer;
	try {
		answer = await fetch(path, { method: body ? 'POST' : 'GET', body,
			headers: { Accept: 'application/json' } });
	} catch {
		throw 'There is no connection.  Nothing was done.';
	}
	const said = await answer.json().catch(() => ({}));
	if (answer.ok) return said;
	if (/:(session|csrf)$/.test(said.type)) {
		// What somebody types meanwhile is not lost for a number.
		if (body) location.reload();
		throw ENDED;
	}
	throw `${said.title ?? 'That did not work'}: ${said.detail ?? answer.status}.`;
};

// ---- what was done ----

const words = { approve: 'approved', hold: 'held', spam: 'taken for spam', delete: 'deleted' };

const takesBack = (comments) => comments.map(({ undo }) => undo).filter(Boolean).join('.');

const undoButton = (done, were, csrf) => {
	const button = document.createElement('button');
	button.id = 'undo';
	button.className = 'quiet';
	button.textContent = 'Undo';
	button.addEventListener('click', async () => {
		button.disabled = true;
		try {
			const { comments } = await ask('/moderation/undo', new URLSearchParams({ csrf, done, were }));
			location.assign(here('undo', takesBack(comments)));
		} catch (why) {
			button.disabled = false;
			say(why, button);
		}
	});
	return button;
};

// With the last of them its notice would go, too: the page says it then.
const leave = (ids, then) => {
	const all = items();
	const first = all.findIndex((item) => ids.has(item.dataset.id));
	const next = all.slice(first).find((item) => !ids.has(item.dataset.id))
		?? all.slice(0, first).filter((item) => !ids.has(item.dataset.id)).pop();
	for (const item of all) if (ids.has(item.dataset.id)) item.parentElement.remove();
	if (next) next.focus();
	else location.assign(then);
};

const deal = async (form, action) => {
	const body = new URLSearchParams(new FormData(form));
	const n = body.getAll('id').length;
	if (n === 0) return say('Tick some comments first.');
	if (action === 'delete' && !confirm(`Delete ${number(n)} for good?`)) return;
	body.set('action', action);
	body.set('sure', '1');
	try {
		const { comments } = await ask(form.getAttribute('action'), body);
		const done = comments.filter(({ outcome }) => outcome === 'done');
		const were = takesBack(comments);
		// What is another by now has to be seen anew.
		if (done.length < comments.length) return location.assign(here(action, were));
		say(`${number(done.length)} ${words[action]}.`,
			...(action === 'delete' ? [] : [undoButton(action, were, body.get('csrf'))]));
		leave(new Set(comments.map(({ id }) => String(id))), here(action, were));
		look();
	} catch (why) {
		say(why);
	}
};

// Elsewhere than in the queue the answer is a page, as without this script.
if (view === 'held' || view === 'spam') {
	addEventListener('submit', (event) => {
		const form = event.target;
		const action = event.submitter?.value;
		if (!form.matches('.items .act, #bulk') || !words[action]) return;
		event.preventDefault();
		deal(form, action);
	});
}

// ---- how many ----

const ticked = () => items().filter((item) => item.querySelector('[type=checkbox]')?.checked);
const tell = () => {
	const n = ticked().length;
	if (bulk) bulk.querySelector('#selected').textContent = n ? `${number(n)} ticked:` : 'Those that are ticked:';
};
list?.addEventListener('change', tell);

const look = async () => {
	try {
		const { held, spam } = await ask('/moderation/counts');
		for (const [of, n] of Object.entries({ held, spam })) {
			const count = document.querySelector(`#count-${of}`);
			if (count) count.textContent = n;
		}
		document.title = view === 'held' && held ? `(${held}) ${title}` : title;
	} catch (why) {
		// the next time, perhaps
		if (why !== ENDED) return;
		clearInterval(looking);
		say(why);
	}
};
let looking;
if (document.querySelector('.tabs')) {
	looking = setInterval(() => document.hidden || look(), EVERY_MS);
	document.addEventListener('visibilitychange', () => document.hidden || look());
}

// ---- keys ----

const help = [['j', 'next comment'], ['k', 'comment before'], ['a', 'approve'], ['h', 'hold'],
	['s', 'spam'], ['d', 'delete'], ['x', 'tick'], ['e', 'edit, reply, block'], ['u', 'undo'],
	['/', 'search'], ['?', 'this list']];

const dialog = () => {
	const open = document.querySelector('dialog');
	if (open) return open;
	const made = document.createElement('dialog');
	const head = document.createElement('h2');
	head.textContent = 'Keys';
	const dl = document.createElement('dl');
	for (const [key, what] of help) {
		const dt = document.createElement('dt');
		const dd = document.createElement('dd');
		dt.append(Object.assign(document.createElement('kbd'), { textContent: key }));
		dd.textContent = what;
		dl.append(dt, dd);
	}
	const form = document.createElement('form');
	form.method = 'dialog';
	form.append(Object.assign(document.createElement('button'), { textContent: 'Close' }));
	made.setAttribute('aria-label', 'Keys');
	made.append(head, dl, form);
	document.body.append(made);
	return made;
};

const current = () => document.activeElement?.closest?.('.item');
const step = (by) => {
	const all = items();
	const at = all.indexOf(current());
	const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
	all[to]?.focus();
};
const press = (action) => {
	const one = current() ?? (items().length ? null : document.querySelector('.item'));
	one?.querySelector(`button[value=${action}]`)?.click();
};
const keys = {
	j: () => step(1),
	k: () => step(-1),
	a: () => press('approve'),
	h: () => press('hold'),
	s: () => press('spam'),
	d: () => press('delete'),
	x: () => current()?.querySelector('[type=checkbox]')?.click(),
	e: () => current()?.querySelector('.more')?.click(),
	u: () => document.querySelector('#undo')?.click(),
	'/': () => document.querySelector('#words')?.focus(),
	'?': () => dialog().showModal(),
};

addEventListener('keydown', (event) => {
	const typing = event.target.closest?.('textarea, select, dialog[open], input:not([type=checkbox])');
	if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
	event.preventDefault();
	keys[event.key]();
});

if (list) {
	const hint = document.createElement('p');
	const button = document.createElement('button');
	button.type = 'button';
	button.className = 'quiet';
	button.textContent = 'Keys';
	button.addEventListener('click', keys['?']);
	hint.className = 'note keys';
	hint.append('Quicker by the keyboard: ', button);
	main.append(hint);
}
