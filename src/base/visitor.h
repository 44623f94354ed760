/*
 * visitor.h - telling visitors apart without knowing them
 *
 * A visitor is a keyed hash (SipHash-2-4, libsodium) of address and User-Agent.
 * Its key comes from 32 random bytes, the salt, new for each site and day and
 * gone after 48 hours, so an id means nothing to another site or the day after.
 * IPv4 addresses count whole, IPv6 by their /64.  The address itself is neither
 * kept nor logged.
 */
#ifndef BASE_VISITOR_H
#define BASE_VISITOR_H

#include "base/base.h"
#include "base/str.h"

#define VISITOR_LEN 16 /* hexadecimal digits */
#define VISITOR_KEY_LEN 16

struct visitor_key {
	unsigned char bytes[VISITOR_KEY_LEN];
};

struct visitor {
	char hex[VISITOR_LEN];
};

/* Derives the key of a site's day from the day's salt. */
void visitor_key_derive(
    struct visitor_key *key, struct str site, struct str salt);

/* The id of who comes from `address` with `user_agent`. */
void visitor_id(struct visitor *v, const struct visitor_key *key,
    struct str address, struct str user_agent);

/* The id of the network alone: IPv4 address or IPv6 /64. */
void visitor_network(
    struct visitor *v, const struct visitor_key *key, struct str address);

#endif
