#include "base/base.h"
#include "comments/sitelist.h"

#include <sodium.h>

#include "base/clock.h"
#include "comments/comments_scripts.h"
#include "store/keys.h"

struct command *
sitelist_command(struct arena *a, struct str site)
{
	struct command *c = command_new(a, "HMGET", 6);

	command_arg(c, keys_site_list(a, site));
	command_arg(c, STR("text"));
	command_arg(c, STR("ver"));
	command_arg(c, STR("t"));
	command_arg(c, STR("who"));
	return c;
}

static struct str
text_of(const struct answer *a, size_t i)
{
	struct str s = answer_str(answer_at(a, i));

	return str_is_null(s) ? STR("") : s;
}

static void
take_from(const struct answer *a, size_t first, struct sitelist *out)
{
	*out = (struct sitelist){ .text = text_of(a, first),
		.version = text_of(a, first + 1),
		.who = text_of(a, first + 3) };
	if (!str_to_i64(text_of(a, first + 2), &out->changed))
		out->changed = 0;
}

void
sitelist_take(const struct answer *a, struct sitelist *out)
{
	take_from(a, 0, out);
}

void
sitelist_take_other(const struct answer *a, struct sitelist *out)
{
	take_from(a, 1, out);
}

/* An empty text is no list: its version is empty, too. */
static struct str
version_of(struct arena *a, struct str text)
{
	unsigned char hash[SITELIST_VERSION_LEN / 2];
	unsigned char whole[crypto_generichash_BYTES_MIN];
	char *hex = arena_alloc(a, SITELIST_VERSION_LEN + 1);

	if (text.len == 0 || hex == NULL)
		return STR("");
	(void)crypto_generichash(whole, sizeof(whole),
	    (const unsigned char *)text.p, text.len, NULL, 0);
	memcpy(hash, whole, sizeof(hash));
	(void)sodium_bin2hex(hex, SITELIST_VERSION_LEN + 1, hash, sizeof(hash));
	return (struct str){ hex, SITELIST_VERSION_LEN };
}

struct command *
sitelist_save_command(struct arena *a, struct str site, struct str was,
    struct str text, size_t rows, struct str who)
{
	struct command *c =
	    command_script(a, &comments_scripts_sitelist, 2, 2 + 6);

	command_arg(c, keys_site_list(a, site));
	command_arg(c, keys_ledger(a, site));
	command_arg(c, was);
	command_arg(c, text);
	command_arg(c, version_of(a, text));
	command_arg_i64(c, (int64_t)rows);
	command_arg_i64(c, clock_wall_s());
	command_arg(c, who);
	return c;
}
