#include "base/base.h"
#include "visits/scripts.h"

#include "list.lua.h"
#include "popular.lua.h"
#include "record.lua.h"
#include "register.lua.h"
#include "salt.lua.h"

SCRIPT_DEFINE(list);
SCRIPT_DEFINE(popular);
SCRIPT_DEFINE(record);
SCRIPT_DEFINE(register);
SCRIPT_DEFINE(salt);

const struct script *const scripts_all[] = { &scripts_list, &scripts_popular,
	&scripts_record, &scripts_register, &scripts_salt, NULL };
