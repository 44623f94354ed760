#include "base/base.h"
#include "visits/visits_scripts.h"

#include "visits/list.lua.h"
#include "visits/missed.lua.h"
#include "visits/popular.lua.h"
#include "visits/record.lua.h"
#include "visits/register.lua.h"
#include "visits/salt.lua.h"

SCRIPT_DEFINE(visits_scripts, list);
SCRIPT_DEFINE(visits_scripts, missed);
SCRIPT_DEFINE(visits_scripts, popular);
SCRIPT_DEFINE(visits_scripts, record);
SCRIPT_DEFINE(visits_scripts, register);
SCRIPT_DEFINE(visits_scripts, salt);

const struct script *const visits_scripts[] = { &visits_scripts_list,
	&visits_scripts_missed, &visits_scripts_popular, &visits_scripts_record,
	&visits_scripts_register, &visits_scripts_salt, NULL };
