// Afterword (MIT): see afterword-api(7)

const english = {
	count: '{n} {n|one:comment|other:comments}',
	none: 'No comments yet',
	order: 'Sort by',
	newest: 'Newest',
	oldest: 'Oldest',
	best: 'Best',
	more: 'More comments',
	replies: '{n} more {n|one:reply|other:replies}',
	first: 'To the first comments',
	write: 'Write a comment',
	reply: 'Reply',
	replyTo: 'Reply to {name}',
	inReplyTo: 'in reply to {name}',
	anonymous: 'Anonymous',
	owner: 'Author',
	pinned: 'pinned',
	edited: 'edited',
	deleted: 'This comment was deleted.',
	up: 'Vote up',
	down: 'Vote down',
	name: 'Name',
	email: 'E-mail',
	url: 'Website',
	optional: 'optional',
	private: 'Never shown.',
	hint: 'Markdown: *emphasis*, **strong**, `code`, > quote, [link](https://…)',
	preview: 'Preview',
	send: 'Send',
	save: 'Save',
	cancel: 'Cancel',
	edit: 'Edit',
	delete: 'Delete',
	sure: 'Really delete?',
	left: '{time} left',
	moment: 'One moment…',
	posted: 'Your comment is there.',
	held: 'Thank you. Your comment will appear once a moderator has seen it.',
	closed: 'Comments are closed.',
	missing: 'Please fill this in.',
	wrong: 'This cannot be used.',
	long: 'This is too long.',
	duplicate: 'This was sent already.',
	token: 'It is too late to change this.',
	gone: 'This comment is gone.',
	rate: 'Too many at once. Please try again {time}.',
	away: 'The server cannot be reached. Please try again {time}.',
	offline: 'There is no connection.',
	failed: 'That did not work.',
	again: 'Try again',
};
const languages = 'ar de es fr it ja ko mk pt ru zh-CN zh-TW';
const start = location.pathname;
const mounted = new Map();
let serial = 0;

// "p.note" is a <p class="afterword-note">
const make = (what, props, ...inside) => {
	const [tag, name] = what.split('.');
	const node = /svg|path/.test(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
	if (name) node.setAttribute('class', 'afterword-' + name);
	for (const key in props) {
		if (/^on/.test(key)) node[key] = props[key];
		else if (props[key]) node.setAttribute(key, props[key]);
	}
	node.append(...inside.filter(Boolean));
	return node;
};

const avatar = (seed) => {
	const bits = parseInt(seed.slice(0, 4), 16);
	let d = '';
	for (let i = 15; i--;) {
		if (bits >> i & 1) d += `M${i % 3} ${i / 3 | 0}h1M${4 - i % 3} ${i / 3 | 0}h1`;
	}
	return make('svg.avatar', { viewBox: '-1 -1.5 7 7', 'aria-hidden': 'true' },
		make('path', { d, stroke: `hsl(${parseInt(seed.slice(-3), 16) % 360} 45% 55%)` }));
};

// a second wall behind the server's
const rel = 'nofollow ugc noopener noreferrer';
let policy = { createHTML: String, createScriptURL: String };
try {
	policy = trustedTypes.createPolicy('afterword', policy);
} catch {}
const rich = (html) => {
	const { body } = new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
	for (const node of body.querySelectorAll('*')) {
		if (!/^(P|BR|EM|STRONG|DEL|CODE|PRE|BLOCKQUOTE|UL|OL|LI|A)$/.test(node.nodeName)) node.replaceWith(...node.childNodes);
		for (const { name, value } of [...node.attributes]) {
			if (!/^(href (https?|mailto):|class language-[\w+-]+$|start \d+$)/.test(name + ' ' + value)) node.removeAttribute(name);
		}
		if (node.href) node.rel = rel;
	}
	return make('div.text', { dir: 'auto' }, ...body.childNodes);
};

const articleOf = ({ article }) => {
	const link = document.querySelector('link[rel=canonical]')?.href.split(location.origin)[1];
	return (article || location.pathname == start && link || location.pathname + location.search)
		.replace(location.origin, '');
};

export const mount = (element, options = {}) => {
	mounted.get(element)?.();
	const set = { api: new URL('api', import.meta.url).href, sort: 'newest', limit: 20, ...element.dataset, ...options };
	const { api, site, limit } = set;
	const article = articleOf(set);
	const served = element.firstElementChild;
	const ended = new AbortController(), { signal } = ended;
	const items = new Map();
	let texts = {}, locale = 'en', canonical, limits, closed, count, next, ready, exact;

	const speak = async () => {
		try {
			const wanted = set.lang || element.parentElement?.closest('[lang]')?.lang || navigator.language;
			const { language, script } = new Intl.Locale(wanted).maximize();
			const code = { Hans: 'zh-CN', Hant: 'zh-TW' }[script] || language;
			if (languages.includes(code)) texts = (await import(`./lang/${code}.js`)).default;
			else if (code != 'en') return;
			locale = wanted;
		} catch {} // English
	};
	const t = (key, values) => (set['text' + key[0].toUpperCase() + key.slice(1)] || texts[key] || english[key])
		.replace(/{(\w+)(.*?)}/g, (_, name, forms) => {
			const value = values[name].toLocaleString(locale);
			return forms ? forms.match(`(${new Intl.PluralRules(locale).select(values[name])}|other):([^|]*)`)[2].replace('#', value) : value;
		});
	const relative = (seconds) => {
		const units = { second: 60, minute: 60, hour: 24, day: 30, month: 12, year: 1e9 };
		for (const unit in units) {
			if (Math.abs(seconds) < units[unit]) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(seconds | 0, unit);
			seconds /= units[unit];
		}
	};
	const ago = (date) => relative(Math.min(0, (new Date(date) - Date.now()) / 1000));
	const say = (text) => status.textContent = text;

	// other tabs write, too
	const scope = `afterword ${api} ${site}`;
	let state = { me: {}, own: {}, votes: {}, drafts: {} };
	const keep = (change) => {
		try {
			state = { ...state, ...JSON.parse(localStorage[scope]) };
		} catch {}
		const { own } = state;
		for (const id in own) if (own[id].until < Date.now()) delete own[id];
		if (!change) return;
		change(state);
		try {
			localStorage[scope] = JSON.stringify(state);
		} catch {}
	};

	const ask = async (path, data, method, headers) => {
		const query = Object.entries({ ...!method && data, site }).filter(([, value]) => value);
		let reply, said;
		try {
			reply = await fetch(`${api}/comments${path}?${new URLSearchParams(query)}`, {
				method, credentials: 'omit', signal, body: method && JSON.stringify(data),
				headers: method && data ? { 'Content-Type': 'application/json', ...headers } : headers,
			});
			said = reply.status == 204 || await reply.json();
		} catch {}
		if (reply?.ok && said) return said;
		throw { ...said, status: reply?.status, type: said?.type?.split(':')[3], field: said?.errors?.[0].field,
			wait: +reply?.headers.get('Retry-After') || 5 };
	};
	const change = (id, method, data) => ask('/' + id, data, method, { Authorization: 'Bearer ' + state.own[id].token });
	const tell = (node, text, id) => {
		node.querySelector(':scope > [role=alert]')?.remove();
		if (text) node.append(make('p.problem', { role: 'alert', id }, text));
	};
	const explain = (node, { status, type, wait }) => tell(node, t(!status ? 'offline' : status == 404 ? 'gone'
		: status == 429 ? 'rate' : status > 499 ? 'away' : english[type] ? type : 'failed', { time: relative(wait) }));
	const event = (name, detail) => element.dispatchEvent(new CustomEvent('afterword:' + name,
		{ bubbles: true, detail: { article: canonical, count, ...detail } }));

	const action = (run, fail = explain) => async (event) => {
		event.preventDefault();
		const node = event.currentTarget;
		if (node.ariaBusy) return;
		node.ariaBusy = true;
		tell(node.parentNode);
		try {
			await run(node);
		} catch (problem) {
			fail(node.parentNode, problem);
		}
		node.ariaBusy = null;
	};
	const button = (text, run, props, fail, name = 'plain') =>
		make('button.' + name, { type: 'button', onclick: action(run, fail), ...props }, text);

	const form = (to, edits) => {
		const draft = article + (to ? '#' + to.data.id : '');
		const fields = {};
		let key, stamp;

		const field = (name, props, hint, label = t(name)) => {
			const id = 'afterword-' + ++serial;
			const input = fields[name] = make(name == 'text' ? 'textarea' : 'input',
				{ id, name, autocomplete: name, value: state.me[name], 'aria-describedby': `${id}-hint ${id}-problem`, ...props });
			return make('div.field', {}, make('label', { for: id }, label, !props.required && make('small', {}, ' ' + t('optional'))),
				input, make('small', { id: id + '-hint' }, hint));
		};
		const mark = (input, text) => {
			tell(input.parentNode, text, input.id + '-problem');
			input.setAttribute('aria-invalid', !!text);
			if (text) input.focus();
		};
		const fail = (_, problem) => {
			const { field, type } = problem;
			if (fields[field]) mark(fields[field], t(english[type] ? type : field == 'text' ? 'long' : 'wrong'));
			else explain(node, problem);
		};
		const take = (name) => {
			const { value, required } = fields[name];
			if (required && !value.trim()) throw { field: name, type: 'missing' };
			return value;
		};
		const stamped = () => stamp ||= ask('/stamp', { article }).then((got) => ({ ...got, at: Date.now() }));
		// one key: a lost answer posts nothing twice
		const post = async (body, again) => {
			try {
				const { stamp, wait_s, at } = await stamped();
				await new Promise((done) => setTimeout(done, at + wait_s * 1000 - Date.now()));
				return await ask('', { ...body, stamp }, 'POST', { 'Idempotency-Key': key ||= stamp });
			} catch (problem) {
				const { field, challenge } = problem;
				if (!challenge && !fields[field]) stamp = null;
				if (field == 'Idempotency-Key') {
					key = null;
					problem.type = 'duplicate';
				}
				if (field == again || !challenge && field != 'stamp') throw problem;
				return post({ ...body, altcha: challenge && await (await import(`./pow.js`)).default(challenge, policy) }, field);
			}
		};
		const close = () => {
			node.remove();
			to.form = null;
			to.node.focus();
		};
		const send = async () => {
			const body = {};
			for (const name in fields) body[name] = take(name);
			tell(node);
			say(t('moment'));
			if (edits) {
				Object.assign(to.data, await change(to.data.id, 'PUT', body));
				keep(({ own }) => { own[to.data.id].text = body.text; });
				paint(to);
				return close();
			}
			const { edit_token: token, edit_s, author_token, ...data } = await post({ article,
				title: set.title || document.title, parent: to?.data.id, author_token: state.me.author_token, ...body });
			const { text, ...me } = body;
			keep((state) => {
				state.me = { ...me, author_token };
				state.own[data.id] = { token, until: Date.now() + edit_s * 1000, text };
				delete state.drafts[draft];
			});
			key = stamp = null;
			fields.text.value = '';
			if (to) close();
			if (!data.held) count++;
			const item = put(data, true);
			total();
			say(t(data.held ? 'held' : 'posted'));
			reveal(item);
			event('posted', { comment: data });
		};

		const preview = make('div.preview', { role: 'status' });
		const text = field('text', { required: true, rows: 6, dir: 'auto', maxlength: limits.text, autocomplete: '' }, t('hint'),
			t(edits ? 'edit' : to ? 'replyTo' : 'write', to && { name: nameOf(to.data) }));
		text.append(preview);
		const was = edits ? state.own[to.data.id].text : state.drafts[draft] || '';
		const node = make('form.form' + (to || was || !count ? '' : ' afterword-small'), {
			novalidate: true,
			onsubmit: action(send, fail),
			oninput({ target }) {
				preview.replaceChildren();
				mark(target, '');
				if (!edits) keep(({ drafts }) => { drafts[draft] = fields.text.value || undefined; });
			},
		}, text, ...edits ? [] : [
			field('name', { required: limits.author != 'nobody' }),
			field('email', { required: limits.author == 'mail', type: 'email' }, t('private')),
			field('url', { type: 'url' }),
		], make('p.send', {},
			make('button.button', {}, t(edits ? 'save' : 'send')),
			button(t('preview'), async () => {
				preview.replaceChildren(rich((await ask('/preview', { text: take('text') }, 'POST')).html));
			}, {}, fail),
			to && button(t('cancel'), close)));
		node.addEventListener('focusin', () => {
			node.classList.remove('afterword-small');
			if (!edits) stamped().catch(() => { stamp = null; });
		}, { once: true });
		fields.text.value = was;
		return node;
	};
	const answer = (item, edits) => {
		item.form?.remove();
		item.form = form(item, edits);
		item.node.after(item.form);
		item.form.querySelector('textarea').focus();
	};

	const nameOf = ({ author }) => author?.name || t('anonymous');

	const vote = (item, key, value) => {
		const { data, data: { id } } = item;
		const n = data[key].toLocaleString(locale);
		return button(data[key] && n, async () => {
			const { up, down, yours } = await ask('/' + id + '/vote', { value: state.votes[id] == value ? 0 : value }, 'PUT');
			Object.assign(data, { up, down });
			keep(({ votes }) => { votes[id] = yours || undefined; });
			paint(item);
			item.node.querySelector('.afterword-' + key).focus();
		}, { 'aria-label': `${t(key)}: ${n}`, 'aria-pressed': `${state.votes[id] == value}` }, explain, key);
	};
	const tick = (node) => {
		const left = Math.ceil((node.until - Date.now()) / 6e4);
		if (left > 0) node.textContent = t('left', { time: left.toLocaleString(locale, { style: 'unit', unit: 'minute' }) });
		else node.parentNode.remove();
	};
	const mine = (item) => {
		const { id, held } = item.data;
		const left = make('small.left');
		const node = make('span.own', {},
			button(t('edit'), () => answer(item, true)),
			button(t('delete'), async (node) => {
				if (node.textContent != t('sure')) return node.textContent = t('sure');
				await change(id, 'DELETE');
				if (!held) count--;
				drop(item);
				total();
				heading.focus();
				say(t('deleted'));
			}), left);
		left.until = state.own[id].until;
		tick(left);
		return node;
	};
	// a stub stays while it has replies
	const drop = (item) => {
		const { data, li } = item;
		item.form?.remove();
		if (li.querySelector('li') || item.rest > 0) {
			data.deleted = true;
			return paint(item);
		}
		li.remove();
		items.delete(data.id);
		const parent = items.get(data.parent);
		if (parent?.data.deleted) drop(parent);
	};

	const paint = (item) => {
		const { data: c, node } = item;
		const { author, id, created } = c;
		node.className = 'afterword-comment' + (c.deleted ? ' afterword-stub' : '');
		if (c.deleted) return node.replaceChildren(t('deleted'));
		const name = make('bdi', {}, nameOf(c));
		node.replaceChildren(
			make('header.header afterword-drawn', {},
				avatar(author.avatar),
				make('b.name', {}, /^https?:/.test(author.url) ? make('a', { href: author.url, rel }, name) : name),
				author.owner && make('span.badge', {}, t('owner')),
				make('a.permalink', { href: '#comment-' + id }, make('time', { datetime: created,
					title: exact.format(new Date(created)) }, ago(created))),
				...['edited', 'pinned'].map((word) => c[word] && make('span.note', {}, t(word)))),
			c.depth > limits.depth ? make('p.to', {}, make('a', { href: '#comment-' + c.parent },
				t('inReplyTo', { name: nameOf(items.get(c.parent)?.data || {}) }))) : '',
			rich(c.html),
			make('div.actions', {}, ...c.held ? [t('held')] : [
				vote(item, 'up', 1), vote(item, 'down', -1),
				!closed && button(t('reply'), () => answer(item))],
			state.own[id]?.until > Date.now() && mine(item)));
	};

	const put = (data, fresh) => {
		let item = items.get(data.id);
		const parent = items.get(data.parent) || items.get(data.root);
		if (!item) {
			const node = make('article', { id: 'comment-' + data.id, tabindex: -1 });
			items.set(data.id, item = { data, node, li: make('li', {}, node) });
			paint(item);
		}
		if (!parent) list[fresh && order.value != 'oldest' ? 'prepend' : 'append'](item.li);
		else if (data.depth > Math.max(1, limits.depth)) parent.li.parentNode.append(item.li);
		else {
			if (!parent.list) (parent.form || parent.node).after(parent.list = make('ol.comments'));
			parent.list.append(item.li);
		}
		return item;
	};
	const putReplies = (root, replies) => {
		for (const reply of replies) {
			put(reply);
			root.last = reply.id;
			root.rest--;
		}
		root.more?.remove();
		root.more = root.rest > 0 && make('p.more', {}, button(t('replies', { n: root.rest }),
			() => following(() => moreReplies(root, limit))));
		root.li.append(root.more || '');
	};
	const moreReplies = async (root, limit) => {
		const { comments, next } = await ask('/' + root.data.id + '/replies', { after: root.last, limit });
		if (!next) root.rest = 0;
		putReplies(root, comments);
		event('loaded', { comments });
		return comments.length;
	};
	const following = async (load) => {
		const { size } = items;
		await load();
		[...items.values()][size]?.node.focus();
	};

	const page = (after) => ask('', { article, sort: order.value || set.sort, limit, after });
	const total = () => {
		heading.textContent = t(count ? 'count' : 'none', { n: count });
		order.hidden = count < 2;
	};
	const add = (got) => {
		({ article: canonical, limits, closed, count, next } = got);
		total();
		for (const root of got.comments) {
			const item = put(root);
			item.rest = root.reply_count;
			putReplies(item, root.replies);
		}
		more.hidden = !next;
		event('loaded', { comments: got.comments });
	};
	const turn = async (after) => {
		tell(head);
		const got = await page(after);
		if (got.sort != order.value) return;
		items.clear();
		list.replaceChildren();
		back.hidden = !after;
		add(got);
	};
	const status = make('p.status', { role: 'status' });
	const heading = make('h2.count', { tabindex: -1 });
	const order = make('select.order', { onchange: () => turn().catch((problem) => explain(head, problem)) });
	const head = make('div.head', {}, heading, order);
	const list = make('ol.comments');
	const back = make('p.more', { hidden: true });
	const more = make('p.more');
	const fill = (...nodes) => signal.aborted || element.replaceChildren(...nodes);

	const load = async () => {
		const [got] = await Promise.all([page(), spoken]);
		({ limits, closed, count } = got);
		exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
		element.lang = locale;
		element.dir = /^ar/.test(locale) ? 'rtl' : 'ltr';
		order.ariaLabel = t('order');
		order.append(...['newest', 'oldest', 'best'].map((value) => make('option', { value, selected: value == set.sort }, t(value))));
		back.append(button(t('first'), () => turn().then(() => heading.focus())));
		more.append(button(t('more'), () => following(async () => add(await page(next))), {}, explain, 'button'));
		fill(head, status, closed ? make('p.note', {}, t('closed')) : form(), back, list, more);
		add(got);
	};
	const reveal = ({ node }) => {
		element.querySelector('.afterword-target')?.classList.remove('afterword-target');
		node.classList.add('afterword-target');
		node.focus();
		node.scrollIntoView({ block: 'center' });
	};
	const show = async () => {
		const id = +location.hash.split('#comment-')[1];
		if (!id) return;
		if (!items.has(id)) {
			const { article, root, place } = await ask('/' + id, { sort: order.value });
			if (article != canonical) return;
			if (!items.has(root || id)) await turn(place.after);
			while (!items.has(id) && await moreReplies(items.get(root), Math.min(100, place.reply + 1)));
		}
		reveal(items.get(id));
	};
	const run = async () => {
		near.disconnect();
		try {
			await (ready ||= load());
		} catch (problem) {
			ready = null;
			await spoken;
			if (served || signal.aborted) return;
			fill();
			explain(element, problem);
			return element.append(make('p.more', {}, button(t('again'), run)));
		}
		show().catch((problem) => explain(head, problem));
	};
	const near = new IntersectionObserver(([entry]) => entry.isIntersecting && run(), { rootMargin: '600px' });
	const hash = () => /^#comment(s$|-\d)/.test(location.hash) && run();
	const timer = setInterval(() => {
		for (const time of element.querySelectorAll('time')) time.textContent = ago(time.dateTime);
		element.querySelectorAll('.afterword-left').forEach(tick);
	}, 3e4);
	const spoken = speak();

	if (set.css != 'none' && !document.querySelector('link[href*="comments.css"]')) {
		document.head.append(make('link', { rel: 'stylesheet', href: new URL('comments.css', import.meta.url) }));
	}
	keep();
	element.classList.add('afterword');
	addEventListener('hashchange', hash, { signal });
	if (!hash()) near.observe(element);

	const end = () => {
		fill();
		ended.abort();
		near.disconnect();
		clearInterval(timer);
	};
	end.check = () => signal.aborted || article == articleOf({ ...element.dataset, ...options }) || mount(element, options);
	mounted.set(element, end);
	return {
		update: (more) => mount(element, Object.assign(options, more)),
		destroy: () => mounted.get(element)(),
	};
};

const look = () => {
	for (const element of document.querySelectorAll('section[data-afterword=comments]')) mounted.has(element) || mount(element);
	for (const [element, end] of mounted) {
		if (element.isConnected) end.check();
		else {
			end();
			mounted.delete(element);
		}
	}
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });
look();
