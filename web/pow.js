// Afterword (MIT): does the work that a comment has to prove; see afterword-api(7)

// SHA-256 (FIPS 180-4): crypto.subtle is absent on plain http, and slow for short texts
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
const fraction = (n) => n % 1 * 2 ** 32 | 0;
const round = primes.map((prime) => fraction(Math.cbrt(prime)));
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const w = new Int32Array(64);
const rotate = (word, n) => word >>> n | word << 32 - n;

// What becomes of `state` by the 64 bytes of `view` from `at` on.
const compress = (state, view, at) => {
	let [a, b, c, d, e, f, g, h] = state;
	for (let i = 0; i < 64; i++) {
		if (i < 16) w[i] = view.getInt32(at + 4 * i);
		else {
			const x = w[i - 15], y = w[i - 2];
			w[i] = w[i - 16] + w[i - 7] + (rotate(x, 7) ^ rotate(x, 18) ^ x >>> 3) + (rotate(y, 17) ^ rotate(y, 19) ^ y >>> 10);
		}
		const s = h + round[i] + w[i] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (e & f ^ ~e & g) | 0;
		h = g; g = f; f = e; e = d + s | 0;
		d = c; c = b; b = a; a = s + (rotate(b, 2) ^ rotate(b, 13) ^ rotate(b, 22)) + (b & c ^ b & d ^ c & d) | 0;
	}
	return [a, b, c, d, e, f, g, h].map((word, i) => word + state[i] | 0);
};

// The number from `from` to `to` with which SHA-256(salt + number) is the challenge.
export const search = ({ salt, challenge }, from, to) => {
	const wanted = challenge.match(/.{8}/g).map((word) => parseInt(word, 16) | 0);
	const bytes = new Uint8Array(128), view = new DataView(bytes.buffer);
	const put = (text) => {
		for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	};
	// the blocks that are the same for all numbers
	const whole = salt.length & ~63, rest = salt.slice(whole);
	let begun = initial;
	for (let at = 0; at < whole; at += 64) {
		put(salt.slice(at, at + 64));
		begun = compress(begun, view, 0);
	}
	for (let number = from; number <= to; number++) {
		const text = rest + number;
		const end = text.length < 56 ? 64 : 128;
		put(text);
		bytes.fill(0, text.length);
		bytes[text.length] = 128;
		view.setInt32(end - 4, 8 * (whole + text.length));
		let state = begun;
		for (let at = 0; at < end; at += 64) state = compress(state, view, at);
		if (state.every((word, i) => word == wanted[i])) return number;
	}
};

const inWorker = (challenge, policy) => new Promise((done, fail) => {
	const worker = new Worker(policy.createScriptURL(import.meta.url), { type: 'module' });
	worker.onerror = fail;
	worker.onmessage = ({ data }) => {
		worker.terminate();
		done(data);
	};
	worker.postMessage(challenge);
});
// where there may be no worker, as of another origin: between what the page does
const inSlices = async (challenge) => {
	for (let from = 0, number; from <= challenge.maxnumber; from += 2000) {
		number = search(challenge, from, from + 1999);
		if (number >= 0) return number;
		await new Promise((done) => setTimeout(done));
	}
};

export default async (challenge, policy) => {
	const { algorithm, challenge: hash, salt, signature } = challenge;
	const number = await inWorker(challenge, policy).catch(() => inSlices(challenge));
	return btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
};

if (!self.document) onmessage = ({ data }) => postMessage(search(data, 0, data.maxnumber));
