#include "base/base.h"
#include "base/base64.h"

#include <sodium.h>

#include "base/utf8.h"

bool
base64_decode(enum base64 kind, struct str text, unsigned char *out,
    size_t room, size_t *len)
{
	int variant = kind == BASE64_URL
			  ? sodium_base64_VARIANT_URLSAFE_NO_PADDING
			  : sodium_base64_VARIANT_ORIGINAL;

	return utf8_is_ascii(text) &&
	       sodium_base642bin(
		   out, room, text.p, text.len, NULL, len, NULL, variant) == 0;
}
