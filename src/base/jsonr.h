/*
 * jsonr.h - reading JSON into an arena
 *
 * jansson parses, with memory from the arena: dozens of small blocks that go
 * with it, and that nobody frees one by one: json_decref() is for other values.
 *
 * Errors      NULL, and where it is no JSON; or the arena has failed.
 * Limits      the parser recurses: whoever lets in much has to bound nesting.
 */
#ifndef BASE_JSONR_H
#define BASE_JSONR_H

#include "base/base.h"

#include <jansson.h>

#include "base/arena.h"
#include "base/str.h"

/* What `text` says; no member may come twice. */
json_t *jsonr_parse(
    struct arena *a, struct str text, json_error_t *why) MUST_USE;

#endif
