/*
 * config_secret.h - secrets that stand in files of their own
 *
 * What gives a setting its text from a file: a variable that ends in _FILE, the
 * credentials of systemd, and a program's own password of Redis.
 *
 * Ownership   as in config_source.h.
 * Errors      a file that is there and cannot be taken is a reason told.
 */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include "base/base.h"
#include "config_source.h"
#include "config_value.h"

/*
 * Gives `g`, of the setting `s`, all of the file but a newline at its end;
 * `where` is what named the file.
 */
void config_secret_take(struct config_source *src, const struct setting *s,
    struct config_given *g, const char *path, const char *where);

/* Takes the files SECTION.KEY in `dir`. */
void config_secret_credentials(struct config_source *src, const char *dir);

/*
 * Takes the password of `program`, CONFIG_PASSWORD and its name, from the
 * credentials (NULL: there are none) or else from redis.password_dir: with it,
 * the program is its own user.  Comes last.
 */
void config_secret_own(
    struct config_source *src, const char *credentials, const char *program);

#endif
