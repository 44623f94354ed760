// Afterword (MIT): see afterword-api(7)
{
	const { api = '/api', site, article, title } = document.currentScript.dataset;
	const start = location.pathname;
	let last;

	const show = (node, reply) => {
		const lang = node.closest('[lang]')?.lang || [];
		const text = node.dataset.text || (node.dataset.afterword == 'visits'
			? 'Visited {total} times, {today} visit(s) today' : '{comments}');
		node.textContent = text.replace(/{(\w+)(.*?)}/g, (_, name, forms) => forms
			? forms.match(`(${new Intl.PluralRules(lang).select(reply[name])}|other):([^|]*)`)[2]
			: reply[name].toLocaleString(lang));
	};

	const fields = (...all) => new URLSearchParams(site ? [['site', site], ...all] : all);

	const fill = (nodes, query, options) => fetch(api + '/visits' + query, options)
		.then((reply) => reply.json())
		.then((reply) => nodes.forEach((node, i) => show(node, reply.articles?.[i] || reply)))
		.catch(() => {}); // left as is

	const run = () => {
		if (document.readyState == 'loading') return soon();
		const link = document.querySelector('link[rel=canonical]')?.href.split(location.origin)[1];
		const own = (article || location.pathname == start && link || location.pathname + location.search)
			.replace(location.origin, '');
		const posted = [], listed = [];
		document.querySelectorAll('[data-afterword]:not(section)').forEach((node) => {
			const name = (node.dataset.article || own).replace(location.origin, '');
			const list = name == own && own != last && node.dataset.afterword == 'visits' ? posted : listed;
			if (node.article != name) list.push(node);
			node.article = name;
		});
		if (posted[0]) fill(posted, '', {
			method: 'POST', credentials: 'omit', keepalive: true,
			body: fields(['article', last = own], ['title', title || document.title]),
		});
		while (listed[0]) {
			const nodes = listed.splice(0, 100);
			fill(nodes, '?' + fields(...nodes.map((node) => ['article', node.article])));
		}
	};

	// hidden pages draw no frame
	const soon = () => requestAnimationFrame(run);
	new MutationObserver(soon).observe(document, { childList: true, subtree: true });
	soon();
}
