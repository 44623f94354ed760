/*
 * script.h - the Lua scripts
 *
 * A script is a constant of the program: its source stands in a .lua file
 * beside the domain it belongs to and is embedded when the program is built.
 * Values reach it as KEYS and ARGV alone.
 */
#ifndef STORE_SCRIPT_H
#define STORE_SCRIPT_H

#include "base/base.h"
#include "base/str.h"

#define SCRIPT_SHA_LEN 40

struct script {
	const char *name;
	struct str text;
	char
	    *sha; /* SCRIPT_SHA_LEN bytes, filled in by the store once loaded */
};

/*
 * Defines <file>_<id> out of the embedded text lua_<id>, which the room's
 * <file>.c includes as "ROOM/ID.lua.h".
 */
#define SCRIPT_DEFINE(file, id)                                                \
	static char sha_##id[SCRIPT_SHA_LEN];                                  \
	const struct script file##_##id = { #id,                               \
		{ lua_##id, sizeof(lua_##id) - 1 }, sha_##id }

#endif
