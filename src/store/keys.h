/*
 * keys.h - every key there is: the schema
 *
 * All keys of a site carry its name as the hash tag, so that a script touches
 * one slot of a cluster.  What readers send never becomes part of a key: an
 * article is a hash of its canonical name, a visitor a keyed hash.  A day is a
 * number of days since 1970-01-01 in the site's zone.
 *
 *   key                    type    content                        expires
 *   a:{site}:<h>           hash    an article's counts             never
 *                            t       visits in all
 *                            b       imported visits, kept apart
 *                            x       loads by robots
 *                            <day>   visits of the day (keep_days of them)
 *                            -<day>  its readers
 *                            >       canonical name of the article that it
 *                                    became: an alias; nothing else then
 *   f:{site}:<h>           set     <h> of all its aliases          never
 *   n:{site}:<h>           hash    what the article is             never
 *                            key     canonical name
 *                            title   as its page said it, if it did
 *                            first   when it was first seen, Unix seconds
 *                            comments  published comments
 *                                    An alias keeps key and comments.
 *   s:{site}               hash    the site's counts, as in a:     never
 *                            n       articles known, without aliases
 *   w:{site}:<v>:<h>       string  the visitor's window visits.window
 *   u:{site}:<day>:<h>     hll     the article's readers           48 hours
 *   u:{site}:<day>         hll     the site's readers              48 hours
 *   r:{site}:<day>         zset    <h> by visits of the day        40 days
 *   r:{site}:all           zset    <h> by visits in all, imported  never
 *   p:{site}:<period>      zset    the popular of a period         5 minutes
 *   z:{site}:<day>         string  32 random bytes: the salt       48 hours
 *   g:{site}               string  new articles within an hour     1 hour
 *   g:{site}:<v>           string  of them, one network's          1 hour
 *   l:{site}               stream  what `afterword` changed        never
 *
 * Written and read by visits.fcgi, except: `b`, `>`, f: and l: are written by
 * `afterword`, `comments` by comments.fcgi.  An alias names an article that is
 * none, and f: of that one has it: no chains.  `afterword check` holds the keys
 * against this table, as ctl/schema.c has it in rows.
 *
 * <h> and <v> are KEYS_HASH_LEN hexadecimal digits.
 *
 * Ownership   a key lives in the arena that it was made in; STR_NULL when that
 *             is exhausted.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

#define KEYS_HASH_LEN 16
#define KEYS_SALT_LEN 32
#define KEYS_EPHEMERAL_S (48 * 3600) /* salts and readers */
#define KEYS_RANK_S (40 * 24 * 3600) /* a day's ranks */

struct str keys_article(struct arena *a, struct str site, struct str h);
struct str keys_name(struct arena *a, struct str site, struct str h);
struct str keys_former(struct arena *a, struct str site, struct str h);
struct str keys_site(struct arena *a, struct str site);
struct str keys_window(
    struct arena *a, struct str site, struct str visitor, struct str h);
struct str keys_readers(
    struct arena *a, struct str site, int32_t day, struct str h);
struct str keys_site_readers(struct arena *a, struct str site, int32_t day);
struct str keys_rank(struct arena *a, struct str site, int32_t day);
struct str keys_rank_all(struct arena *a, struct str site);
struct str keys_popular(struct arena *a, struct str site, struct str period);
struct str keys_salt(struct arena *a, struct str site, int32_t day);
struct str keys_growth(struct arena *a, struct str site);
struct str keys_growth_by(struct arena *a, struct str site, struct str network);
struct str keys_ledger(struct arena *a, struct str site);

#endif
