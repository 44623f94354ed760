#include "base/base.h"
#include "comments/stamp.h"

#include <sodium.h>

#include "base/base64.h"

#define TIME_BYTES 4
#define NONCE_BYTES (STAMP_NONCE_LEN / 2)
#define MAC_BYTES 16
#define SIGNED_BYTES (TIME_BYTES + NONCE_BYTES)
#define SKEW_S 60 /* machines that serve one site may differ by so much */

struct stamp {
	unsigned char bytes[SIGNED_BYTES + MAC_BYTES];
};

static void
sign(const struct sitekey *key, struct str h, const struct stamp *s,
    unsigned char mac[MAC_BYTES])
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(
	    &state, key->stamp, SITEKEY_LEN, MAC_BYTES);
	/* Both parts are of one length always: they cannot run together. */
	(void)crypto_generichash_update(&state, s->bytes, SIGNED_BYTES);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)h.p, h.len);
	(void)crypto_generichash_final(&state, mac, MAC_BYTES);
}

void
stamp_make(
    const struct sitekey *key, struct str h, int64_t now, char out[STAMP_LEN])
{
	struct stamp s;
	char text[STAMP_LEN + 1];

	for (size_t i = 0; i < TIME_BYTES; i++)
		s.bytes[i] =
		    (unsigned char)((uint64_t)now >> 8 * (TIME_BYTES - 1 - i));
	randombytes_buf(s.bytes + TIME_BYTES, NONCE_BYTES);
	sign(key, h, &s, s.bytes + SIGNED_BYTES);
	(void)sodium_bin2base64(text, sizeof(text), s.bytes, sizeof(s.bytes),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	memcpy(out, text, STAMP_LEN);
}

const char *
stamp_check(const struct sitekey *key, struct str h, int64_t now,
    uint32_t after_s, struct str text, char nonce[STAMP_NONCE_LEN])
{
	struct stamp s;
	unsigned char mac[MAC_BYTES];
	char hex[STAMP_NONCE_LEN + 1];
	size_t len;
	int64_t made = 0;

	if (text.len != STAMP_LEN ||
	    !base64_decode(BASE64_URL, text, s.bytes, sizeof(s.bytes), &len) ||
	    len != sizeof(s.bytes))
		return "is no stamp";
	sign(key, h, &s, mac);
	if (sodium_memcmp(mac, s.bytes + SIGNED_BYTES, MAC_BYTES) != 0)
		return "is not for this article";
	for (size_t i = 0; i < TIME_BYTES; i++)
		made = made << 8 | s.bytes[i];
	if (made - now > SKEW_S)
		return "is of a clock that is ahead";
	if (now - made > STAMP_MAX_S)
		return "is older than a day: ask for another one";
	/* One from a clock that is ahead is as fresh as can be. */
	if ((now > made ? now - made : 0) < (int64_t)after_s)
		return "is too fresh: a moment more, please";
	(void)sodium_bin2hex(
	    hex, sizeof(hex), s.bytes + TIME_BYTES, NONCE_BYTES);
	memcpy(nonce, hex, STAMP_NONCE_LEN);
	return NULL;
}
