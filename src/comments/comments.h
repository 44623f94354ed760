/*
 * comments.h - what readers write below an article
 *
 * Ownership   settings and store are borrowed.
 */
#ifndef COMMENTS_COMMENTS_H
#define COMMENTS_COMMENTS_H

#include "base/base.h"
#include "config.h"

struct comments;
struct store;

struct comments *comments_new(const struct config *cfg, struct store *store);
void comments_free(struct comments *c);

/* After the settings were read again; no request may be in hand. */
void comments_reconfigure(struct comments *c, const struct config *cfg);

#endif
