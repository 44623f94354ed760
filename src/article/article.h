/*
 * article.h - what a page is: one article, one key
 *
 * Pages name themselves in many ways: a path, a path with a query, a whole
 * address, a word of their own.  article_fold() makes all names of one page the
 * same key, so that /x, /x/, //x, /x/index.html, /x?utm_source=y, /%78 and
 * https://www.example.org/x#top are one article and have one count.
 *
 * The key is the path, decoded, with the parameters that the site keeps:
 *
 *   host      of a whole address: must be one of the site's origins (scheme,
 *             `www.`, case and default port aside) and is then left out, so a
 *             site of several origins has each article once
 *   path      percent-decoded once, NFC, no `//`, no dot segments, no
 *             index.html, index.htm or index.php at the end, no slash at the
 * end but for "/" itself; its case stays query     only what keep_query names
 * and has a value, by name in byte order, the first of several; decoded, NFC;
 * `+` is a space fragment  left out
 *
 * A name without a slash in front gets one: data-article="post-42" is /post-42,
 * as a browser would resolve it.  Bytes that would read otherwise the next time
 * are percent-encoded again, in upper case: % ? # in the path, % & + = # in the
 * query.  A '%' that begins no escape stands for itself.  Folding a key gives
 * the key.
 *
 * Ownership   the key points into the name or the arena: it lives as long as
 *             both do.
 * Errors      false, and *why says in words what is wrong with the name; when
 *             the arena was exhausted, arena_failed() tells.
 */
#ifndef ARTICLE_ARTICLE_H
#define ARTICLE_ARTICLE_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define ARTICLE_KEY_MAX 512
#define ARTICLE_HASH_LEN 16
#define ARTICLE_PARAMETERS_MAX 16 /* kept parameters of one key */

struct site;

struct article {
	struct str key;
	char hash[ARTICLE_HASH_LEN]; /* no NUL behind it */
};

/*
 * The article that `name` means on `site` (config.h), of which origins and
 * keep_query are used.
 */
bool article_fold(struct arena *a, const struct site *site, struct str name,
    struct article *out, const char **why) MUST_USE;

/*
 * What stands for a key in the names of Redis keys: the first ARTICLE_HASH_LEN
 * hexadecimal digits of its BLAKE2b-128.
 */
void article_hash(struct str key, char out[ARTICLE_HASH_LEN]);

/*
 * Where the article is on the web: the site's base_url and the key, written as
 * part of an address.  STR_NULL when the arena is exhausted.
 */
struct str article_address(
    struct arena *a, const struct site *site, struct str key) MUST_USE;

#endif
