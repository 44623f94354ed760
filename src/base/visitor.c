#include "base/base.h"
#include "base/visitor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>

#define AGENT_MAX 512 /* what is behind hardly tells browsers apart */
#define NETWORK_LEN 8

_Static_assert(VISITOR_KEY_LEN == crypto_shorthash_KEYBYTES, "SipHash's key");
_Static_assert(VISITOR_LEN == 2 * crypto_shorthash_BYTES, "SipHash's result");

void
visitor_key_derive(struct visitor_key *key, struct str site, struct str salt)
{
	int rc = crypto_generichash(key->bytes, sizeof(key->bytes),
	    (const unsigned char *)site.p, site.len,
	    (const unsigned char *)salt.p, salt.len);

	assert(rc == 0);
}

/*
 * Eight bytes that stand for the network.  Text that is no address (a unix
 * socket's peer has none) counts as it is written.
 */
static size_t
network_of(unsigned char out[static INET6_ADDRSTRLEN], struct str address)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr six;
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (address.len >= sizeof(text))
		address.len = sizeof(text) - 1;
	if (address.len > 0)
		memcpy(out, address.p, address.len);
	if (str_index(address, ':') < 0)
		return address.len;
	memcpy(text, address.p, address.len);
	text[address.len] = '\0';
	if (inet_pton(AF_INET6, text, &six) != 1)
		return address.len;
	if (memcmp(&six, mapped, sizeof(mapped)) == 0)
		return inet_ntop(AF_INET, (const char *)&six + 12, (char *)out,
			   INET6_ADDRSTRLEN) == NULL
			   ? 0
			   : strlen((const char *)out);
	memcpy(out, &six, NETWORK_LEN);
	return NETWORK_LEN;
}

static void
to_hex(struct visitor *v, const unsigned char *p)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < crypto_shorthash_BYTES; i++) {
		v->hex[2 * i] = hex[p[i] >> 4];
		v->hex[2 * i + 1] = hex[p[i] & 15];
	}
}

void
visitor_id(struct visitor *v, const struct visitor_key *key, struct str address,
    struct str user_agent)
{
	unsigned char in[INET6_ADDRSTRLEN + 1 + AGENT_MAX];
	unsigned char out[crypto_shorthash_BYTES];
	size_t len = network_of(in, address);

	user_agent = str_head(user_agent, AGENT_MAX);
	in[len++] = '\0'; /* ends the first part: no two pairs run together */
	if (user_agent.len > 0)
		memcpy(in + len, user_agent.p, user_agent.len);
	len += user_agent.len;
	(void)crypto_shorthash(out, in, len, key->bytes);
	to_hex(v, out);
}

void
visitor_network(
    struct visitor *v, const struct visitor_key *key, struct str address)
{
	unsigned char in[INET6_ADDRSTRLEN];
	unsigned char out[crypto_shorthash_BYTES];

	(void)crypto_shorthash(out, in, network_of(in, address), key->bytes);
	to_hex(v, out);
}
