/*
 * session.h - who is signed in
 *
 * A session is 32 random bytes that only its browser has, in a cookie that no
 * script reads and no other site can have sent along (RFC 6265bis: __Host-,
 * Secure, HttpOnly, SameSite=Strict).  Redis keeps a hash of it, so a copy of
 * the data opens nothing; and the moderator with a mark of the password that
 * was good, so that a new password ends all sessions of before, as does the
 * moderator's removal.  Each sign-in is a new session, and ends the one that its
 * browser had.
 *
 * The token that forms carry is made of the session's id: nothing more is kept.
 *
 * Limits      SESSION_IDLE_S since it was last used, SESSION_LIFE_S in all.
 */
#ifndef MODERATION_SESSION_H
#define MODERATION_SESSION_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "store/answer.h"
#include "store/command.h"

#define SESSION_ID_LEN 43 /* base64url of 32 bytes, without padding */
#define SESSION_TOKEN_LEN 43
#define SESSION_HASH_LEN 64 /* hexadecimal digits, as Redis keeps it */
#define SESSION_IDLE_S 7200
#define SESSION_LIFE_S 43200
#define SESSION_COOKIE "__Host-afterword"

struct session {
	struct str site; /* its name */
	struct str id;
	struct str who; /* the moderator's name */
};

/* Fills `out` with an id that nobody can guess. */
void session_new(char out[SESSION_ID_LEN]);

/*
 * The session that a Cookie header names (RFC 6265 4.2.1), without saying that
 * there is one: `who` is not set.  False when it names none, or two.
 */
bool session_of_cookie(struct str cookie, struct session *out) MUST_USE;

/* What Set-Cookie says of it, or of none: the browser forgets. */
struct str session_cookie(struct arena *a, const struct session *s) MUST_USE;
struct str session_no_cookie(void);

/* The token for its forms; and whether `token` is that, in constant time. */
void session_token(const struct session *s, char out[SESSION_TOKEN_LEN]);
bool session_token_is(const struct session *s, struct str token) MUST_USE;

/*
 * The command that begins it, if `password`, which Redis has for s->who, is
 * still that; begin.lua has what it answers.
 */
struct command *session_begin_command(
    struct arena *a, const struct session *s, struct str password) MUST_USE;

/*
 * The command that looks for it and, if it is `used`, lets it live on;
 * session_found() says.
 */
struct command *session_look_command(
    struct arena *a, const struct session *s, bool used) MUST_USE;

/* Sets s->who, which lives in `a`.  False: there is no such session. */
bool session_found(
    struct arena *a, struct session *s, const struct answer *answer) MUST_USE;

struct command *session_end_command(
    struct arena *a, const struct session *s) MUST_USE;

/* The hash of a secret, as Redis keeps it. */
void session_hash(struct str secret, char out[SESSION_HASH_LEN]);

#endif
