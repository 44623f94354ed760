/*
 * base64.h - reading base64 (RFC 4648)
 *
 * What stands for some bytes is one text and no other: no blanks, no bits left
 * over, and nothing but the digits.  libsodium's decoder, which does the work,
 * takes any byte beyond ASCII for the last digit.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/base.h"
#include "base/str.h"

enum base64 {
	BASE64_PADDED, /* section 4 */
	BASE64_URL     /* section 5, without padding */
};

/* False when `text` is none, or is of more than `room` bytes. */
bool base64_decode(enum base64 kind, struct str text, unsigned char *out,
    size_t room, size_t *len) MUST_USE;

#endif
