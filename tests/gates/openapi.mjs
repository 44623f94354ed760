/*
 * openapi.mjs FILE BUILDDIR - holds the description of the API against the programs
 *
 * The description (OpenAPI 3.1) is written by hand.  What the programs say with
 * -D api decides: each row of their tables is an operation with the row's fields,
 * limits and types, each operation is a row, and so are the names of problems.
 * Prints what differs and where; status 1 if anything does.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const NOTES = ['description', 'example', 'examples', 'title'];
const URN = 'urn:afterword:problem:';

const [file, build] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const document = JSON.parse(text);
const programs = ['visits', 'comments'].map((name) =>
	JSON.parse(execFileSync(`${build}/${name}.fcgi`, ['-D', 'api'])));
let faults = 0;

function fault(where, what) {
	console.log(`${file}: ${where}: ${what}`);
	faults++;
}

function deref(node) {
	if (typeof node?.$ref !== 'string')
		return node;
	const found = node.$ref.replace(/^#\//, '').split('/')
		.reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
	if (found === undefined)
		throw new Error(`${file}: ${node.$ref} leads nowhere`);
	return deref({ ...found, ...node, $ref: found.$ref });
}

/* In one order of members, so that two of them can be compared as text. */
const sorted = (value) => Array.isArray(value) ? value.map(sorted)
	: value instanceof Object ? Object.fromEntries(Object.keys(value).sort()
		.filter((key) => value[key] !== undefined).map((key) => [key, sorted(value[key])]))
	: value;
const words = (value) => value === undefined ? 'nothing' : JSON.stringify(sorted(value));

function same(where, what, is, wanted) {
	if (words(is) !== words(wanted))
		fault(where, `${what} is ${words(is)}, but the program has ${words(wanted)}`);
}

/* What is said by one and not by the other. */
function same_names(where, what, is, wanted) {
	for (const name of is.filter((one) => !wanted.includes(one)))
		fault(where, `${what} ${name} is not the program's`);
	for (const name of wanted.filter((one) => !is.includes(one)))
		fault(where, `${what} ${name} is missing`);
	return is.filter((one) => wanted.includes(one));
}

/* ---- fields ---- */

function constraints(schema) {
	const rules = { ...deref(schema) };
	for (const note of NOTES)
		delete rules[note];
	if (rules.items)
		rules.items = constraints(rules.items);
	return rules;
}

function rules_of(field, in_body) {
	const fallback = field.type === 'int' || field.type === 'bool'
		? field.fallback && Number(field.fallback) : field.fallback;
	const length = { minLength: field.min || undefined,
		maxLength: field.lenient ? undefined : field.max };
	const one = {
		line: { type: 'string', ...length },
		text: { type: 'string', ...length },
		int: { type: 'integer', minimum: field.min, maximum: field.max },
		bool: in_body ? { type: 'boolean' } : { type: 'integer', enum: [0, 1] },
		word: { type: 'string', enum: field.words?.split(' ') },
		site: { type: 'string' },
	}[field.type];
	if (field.times > 1)
		return { type: 'array', items: one, maxItems: field.times,
			minItems: field.required ? 1 : undefined };
	return { ...one, default: fallback };
}

function check_field(where, field, schema, note, in_body) {
	same(where, `field ${field.name}`, constraints(schema), rules_of(field, in_body));
	if (field.lenient && !note?.includes(` ${field.max} bytes`))
		fault(where, `field ${field.name}: its description does not say ${field.max} bytes`);
}

function check_parameters(where, row, given) {
	const place = (field) => field.in_path ? 'path' : 'query';
	const fields = row.fields.filter((field) => field.in_path || row.body_max === 0);
	const found = given.map(deref).filter((one) => one.in === 'path' || one.in === 'query');

	for (const name of same_names(where, 'field', found.map((one) => one.name),
		fields.map((field) => field.name))) {
		const field = fields.find((one) => one.name === name);
		const one = found.find((other) => other.name === name);
		same(where, `field ${name}: in`, one.in, place(field));
		same(where, `field ${name}: required`, one.required ?? false, field.required);
		check_field(where, field, one.schema, one.description, false);
		if (field.times > 1 && (one.explode === false || (one.style ?? 'form') !== 'form'))
			fault(where, `field ${name}: the program takes it repeated`);
	}
}

function check_body(where, row, body) {
	const fields = row.fields.filter((field) => !field.in_path);
	const required = fields.filter((field) => field.required).map((field) => field.name);

	if (row.body_max === 0 || body === undefined) {
		same(where, 'a body', body !== undefined, row.body_max > 0);
		return;
	}
	if (!body.description?.includes(` ${row.body_max} bytes`))
		fault(where, `the body's description does not say ${row.body_max} bytes`);
	same(where, 'body: required', body.required ?? false, required.length > 0);
	for (const type of same_names(where, 'media type', Object.keys(body.content), row.types)) {
		let schema = deref(body.content[type].schema);
		if (type === 'text/plain') {
			same(where, `${type}: contentMediaType`, schema.contentMediaType,
				'application/json');
			schema = deref(schema.contentSchema);
		}
		const { properties, ...rest } = constraints(schema);
		same(where, `${type}: body`, rest,
			{ type: 'object', required, additionalProperties: false });
		for (const name of same_names(where, `${type}: field`, Object.keys(properties),
			fields.map((field) => field.name)))
			check_field(`${where}: ${type}`, fields.find((field) => field.name === name),
				properties[name], deref(properties[name]).description, true);
	}
}

/* ---- operations ---- */

/* The answers that follow from the row's columns. */
function check_responses(where, row, responses) {
	const wanted = { 400: row.fields.length, 422: row.fields.length, 413: row.body_max,
		415: row.body_max, 304: row.kept, 403: row.origin_required, default: true };
	const found = responses ?? {};

	for (const [status, has] of Object.entries(wanted)) {
		if (has && found[status] === undefined)
			fault(where, `answer ${status} is missing`);
		if (!has && ['304', '403', '413', '415'].includes(status) && found[status])
			fault(where, `answer ${status} is not the program's`);
	}
	/* The web server may refuse what is too large with a page of its own. */
	for (const status of Object.keys(found).filter((one) => !/^[23]|413/.test(one)))
		same(where, `answer ${status}: a page`,
			deref(found[status]).content['text/html'] !== undefined, row.pages);
	for (const status of ['200', '304'].filter((one) => found[one]))
		same(where, `answer ${status}: an ETag`,
			deref(found[status]).headers?.ETag !== undefined, row.kept);
}

function check_operation(where, row, item) {
	const operation = item[where.split(' ')[0].toLowerCase()];

	same(where, 'server', operation.servers ?? item.servers,
		row.bare ? [{ url: '/' }] : undefined);
	check_parameters(where, row, [...item.parameters ?? [], ...operation.parameters ?? []]);
	check_body(where, row, deref(operation.requestBody));
	check_responses(where, row, operation.responses);
}

function check_operations() {
	const rows = new Map(programs.flatMap((program) => program.routes).flatMap((row) =>
		row.methods.map((method) => [`${method} ${row.path}`, row])));
	const found = Object.entries(document.paths).flatMap(([path, item]) =>
		METHODS.filter((method) => item[method])
			.map((method) => `${method.toUpperCase()} ${path}`));

	for (const name of found.filter((one) => !rows.has(one)))
		fault(name, 'no row of a program has this');
	for (const [name, row] of rows) {
		if (found.includes(name))
			check_operation(name, row, document.paths[row.path]);
		else
			fault(name, 'is missing');
	}
}

/* ---- problems, version, spare parts ---- */

function check_problems() {
	const known = programs[0].problems;
	same_names('schema Problem', 'type', document.components.schemas.Problem.properties.type.enum,
		known.map((problem) => URN + problem.name));
	JSON.stringify(document, (key, value) => {
		const problem = known.find((one) => value?.type === URN + one.name);
		if (problem)
			same(`example of ${problem.name}`, 'it', [value.title, value.status],
				[problem.title, problem.status]);
		return value;
	});
}

function check_rest() {
	same('info', 'version', document.info.version,
		readFileSync('Makefile', 'utf8').match(/^VERSION = (\S+)$/m)[1]);
	for (const [kind, parts] of Object.entries(document.components))
		for (const name of Object.keys(parts))
			if (kind !== 'securitySchemes' &&
				!text.includes(`"#/components/${kind}/${name}"`))
				fault(`components/${kind}/${name}`, 'nothing uses it');
}

check_operations();
check_problems();
check_rest();
process.exitCode = faults ? 1 : 0;
