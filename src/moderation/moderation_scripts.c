#include "base/base.h"
#include "moderation/moderation_scripts.h"

#include "comments/comments_scripts.h"
#include "visits/visits_scripts.h"

#include "moderation/amend.lua.h"
#include "moderation/begin.lua.h"
#include "moderation/link.lua.h"
#include "moderation/list.lua.h"
#include "moderation/look.lua.h"
#include "moderation/respond.lua.h"
#include "moderation/setup.lua.h"
#include "moderation/sign.lua.h"

SCRIPT_DEFINE(moderation_scripts, amend);
SCRIPT_DEFINE(moderation_scripts, begin);
SCRIPT_DEFINE(moderation_scripts, link);
SCRIPT_DEFINE(moderation_scripts, list);
SCRIPT_DEFINE(moderation_scripts, look);
SCRIPT_DEFINE(moderation_scripts, respond);
SCRIPT_DEFINE(moderation_scripts, setup);
SCRIPT_DEFINE(moderation_scripts, sign);

/* clang-format off */
const struct script *const moderation_scripts[] = {
	&moderation_scripts_amend,
	&moderation_scripts_begin,
	&moderation_scripts_link,
	&moderation_scripts_list,
	&moderation_scripts_look,
	&moderation_scripts_respond,
	&moderation_scripts_setup,
	&moderation_scripts_sign,
	&comments_scripts_article,
	&comments_scripts_block,
	&comments_scripts_pin,
	&comments_scripts_sitelist,
	&comments_scripts_state,
	&comments_scripts_unblock,
	&visits_scripts_popular,
	NULL,
};
/* clang-format on */
