#include "base/base.h"
#include "ctl/scripts.h"

#include "alias.lua.h"
#include "kinds.lua.h"
#include "look.lua.h"
#include "ranks.lua.h"
#include "set_base.lua.h"
#include "sums.lua.h"

SCRIPT_DEFINE(alias);
SCRIPT_DEFINE(kinds);
SCRIPT_DEFINE(look);
SCRIPT_DEFINE(ranks);
SCRIPT_DEFINE(set_base);
SCRIPT_DEFINE(sums);

const struct script *const scripts_ctl[] = { &scripts_alias, &scripts_kinds,
	&scripts_look, &scripts_ranks, &scripts_set_base, &scripts_sums, NULL };
