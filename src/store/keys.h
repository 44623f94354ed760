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
 *                            ver     grows with every change that readers see
 *                            mod     when it did, Unix seconds
 *                            closed  1 takes no comments, 0 takes them for ever
 *                            pin     id of the comment that stands first
 *                            to      <h> of the article that it became: an
 *                                    alias, which keeps only its key
 *   s:{site}               hash    the site's counts, as in a:     never
 *                            n       articles known, without aliases
 *   s:{site}:<day>         hash    loads that did not count, by    40 days
 *                                  reason: see visits/missed.h
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
 *   c:{site}               hash    the site's comments             never
 *                            last    id of the newest
 *                            ver, mod  as in n:, for the whole site
 *   c:{site}:<id>          hash    a comment                       never
 *                            a       <h> of its article, when written
 *                            t, e    when written, edited; Unix seconds
 *                            p, r, d parent, root, depth; none of a root
 *                            s, h    source and HTML
 *                            n, u, m name, home page, mail (sealed)
 *                            v       seed of its picture
 *                            w       <v> of the author's token
 *                            k       hash of the edit token
 *                            st      held, spam, deleted; none: published
 *                            why     reason for that
 *                            ts      when a moderator held it or took it for
 *                                    spam, Unix seconds
 *                            up, dn  votes
 *                            o       1: the site's owner wrote it
 *                            ks      replies in the thread right below it
 *                                    A deleted one keeps a t p r d k st ks.
 *   t:{site}:<h>:new       zset    ids of the roots, by time       never
 *   t:{site}:<h>:best      zset    the same, by votes              never
 *   t:{site}:<h>:last      zset    ids of the newest 200           never
 *   k:{site}:<id>          zset    ids of a root's replies, by time never
 *   m:{site}:recent        zset    ids of the newest 500           never
 *   m:{site}:held          zset    ids of those held, by time      never
 *   m:{site}:spam          zset    and of spam                     never
 *   x:{site}:<id>          set     who voted: numbers              90 days
 *   h:{site}:<v>           hash    an author, by token             400 days
 *                            ok      1: approved by a moderator
 *                            since   first published, Unix seconds
 *   i:{site}:<v>           string  a request's key: its answer     48 hours
 *   j:{site}:<v>           string  a stamp that was used           24 hours
 *   e:{site}:<v>           string  id of who said that text        24 hours
 *   b:{site}:<v>           string  a network's limit               its length
 *   b:{site}:<v>:votes     string  and for votes                   its length
 *   b:{site}:<v>:day       string  its comments within a day       24 hours
 *   b:{site}:<v>:sign      string  tries to sign in, of a network  its length
 *                                  or an account
 *   q:{site}               string  the site's within ten minutes   10 minutes
 *   y:{site}               string  32 random bytes: the site's key never
 *
 *   v:{site}               hash    moderators: name to Argon2id    never
 *   v:{site}:<v>           hash    a session, by its id's hash     2 hours idle
 *                            id      the whole hash
 *                            who     the moderator
 *                            t       when it began, Unix seconds
 *                            p       SHA-1 of v: for that moderator, then
 *   d:{site}               hash    blocks: author:<v>, network:<v> never
 *                                  to verdict, until when, since
 *                                  when, by whom, of whom; see
 *                                  comments/block.h
 *   d:{site}:list          hash    words, hosts, networks, names   never
 *                            text    as moderators wrote it: see
 *                                    comments/guard.h
 *                            ver     a hash of that
 *                            t, who  when and by whom, Unix seconds
 *   d:{site}:<id>          string  <v> of the network that comment 24 hours
 *                                  came from
 *   o:{site}:setup         string  hash of the token for a first   24 hours
 *                                  moderator
 *   o:{site}:<v>           string  a signed link that was used     with the link
 *                                  or a proof of work              10 minutes
 *
 * Counts are written and read by visits.fcgi, except: `b`, `>`, `to`, f: and l:
 * are written by `afterword`.  What begins with c: and all below it, and the
 * fields of n: that concern comments, are comments.fcgi's; moderators change
 * them by `afterword`, and visits.fcgi raises a version by a title.  An alias
 * names an article that is none, and f: of that one has it: no chains.
 * `afterword check` holds the keys against this table, as ctl/schema.c has it
 * in rows.
 *
 * Comments are found by what others say of them, their ids and <h>: scripts
 * make the keys of what they have read themselves, out of c:{site} (index.lua).
 *
 * <h> and <v> are KEYS_HASH_LEN hexadecimal digits, <id> is a decimal number.
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
struct str keys_missed(struct arena *a, struct str site, int32_t day);
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

struct str keys_comments(struct arena *a, struct str site);
struct str keys_comment(struct arena *a, struct str site, int64_t id);
/* `list` is "new", "best" or "last". */
struct str keys_thread(
    struct arena *a, struct str site, struct str h, struct str list);
struct str keys_replies(struct arena *a, struct str site, int64_t root);
/* `list` is "recent", "held" or "spam". */
struct str keys_comment_list(struct arena *a, struct str site, struct str list);
struct str keys_voters(struct arena *a, struct str site, int64_t id);
struct str keys_author(struct arena *a, struct str site, struct str who);
struct str keys_request(struct arena *a, struct str site, struct str key);
struct str keys_stamp(struct arena *a, struct str site, struct str nonce);
struct str keys_text(struct arena *a, struct str site, struct str text);
/* `what` is "votes", "day", "sign" or NULL. */
struct str keys_limit(
    struct arena *a, struct str site, struct str network, struct str what);
struct str keys_flood(struct arena *a, struct str site);
struct str keys_site_key(struct arena *a, struct str site);

struct str keys_blocks(struct arena *a, struct str site);
struct str keys_site_list(struct arena *a, struct str site);
struct str keys_moderators(struct arena *a, struct str site);
struct str keys_session(struct arena *a, struct str site, struct str id);
struct str keys_setup(struct arena *a, struct str site);
struct str keys_used(struct arena *a, struct str site, struct str nonce);

#endif
