#include "base/base.h"
#include "ctl/ctl_scripts.h"

#include "comments/comments_scripts.h"

#include "ctl/alias.lua.h"
#include "ctl/check_comments.lua.h"
#include "ctl/check_list.lua.h"
#include "ctl/check_pin.lua.h"
#include "ctl/check_replies.lua.h"
#include "ctl/erase.lua.h"
#include "ctl/export_comments.lua.h"
#include "ctl/forget.lua.h"
#include "ctl/import_article.lua.h"
#include "ctl/import_author.lua.h"
#include "ctl/import_comment.lua.h"
#include "ctl/import_entry.lua.h"
#include "ctl/import_key.lua.h"
#include "ctl/import_site.lua.h"
#include "ctl/import_version.lua.h"
#include "ctl/kinds.lua.h"
#include "ctl/list.lua.h"
#include "ctl/look.lua.h"
#include "ctl/moderator.lua.h"
#include "ctl/owned.lua.h"
#include "ctl/ranks.lua.h"
#include "ctl/rerender.lua.h"
#include "ctl/set_base.lua.h"
#include "ctl/sums.lua.h"
#include "ctl/texts.lua.h"

SCRIPT_DEFINE(ctl_scripts, alias);
SCRIPT_DEFINE(ctl_scripts, check_comments);
SCRIPT_DEFINE(ctl_scripts, check_list);
SCRIPT_DEFINE(ctl_scripts, check_pin);
SCRIPT_DEFINE(ctl_scripts, check_replies);
SCRIPT_DEFINE(ctl_scripts, erase);
SCRIPT_DEFINE(ctl_scripts, export_comments);
SCRIPT_DEFINE(ctl_scripts, forget);
SCRIPT_DEFINE(ctl_scripts, import_article);
SCRIPT_DEFINE(ctl_scripts, import_author);
SCRIPT_DEFINE(ctl_scripts, import_comment);
SCRIPT_DEFINE(ctl_scripts, import_entry);
SCRIPT_DEFINE(ctl_scripts, import_key);
SCRIPT_DEFINE(ctl_scripts, import_site);
SCRIPT_DEFINE(ctl_scripts, import_version);
SCRIPT_DEFINE(ctl_scripts, kinds);
SCRIPT_DEFINE(ctl_scripts, list);
SCRIPT_DEFINE(ctl_scripts, look);
SCRIPT_DEFINE(ctl_scripts, moderator);
SCRIPT_DEFINE(ctl_scripts, owned);
SCRIPT_DEFINE(ctl_scripts, ranks);
SCRIPT_DEFINE(ctl_scripts, rerender);
SCRIPT_DEFINE(ctl_scripts, set_base);
SCRIPT_DEFINE(ctl_scripts, sums);
SCRIPT_DEFINE(ctl_scripts, texts);

/* clang-format off */
const struct script *const ctl_scripts[] = {
	&ctl_scripts_alias,
	&ctl_scripts_check_comments,
	&ctl_scripts_check_list,
	&ctl_scripts_check_pin,
	&ctl_scripts_check_replies,
	&ctl_scripts_erase,
	&ctl_scripts_export_comments,
	&ctl_scripts_forget,
	&ctl_scripts_import_article,
	&ctl_scripts_import_author,
	&ctl_scripts_import_comment,
	&ctl_scripts_import_entry,
	&ctl_scripts_import_key,
	&ctl_scripts_import_site,
	&ctl_scripts_import_version,
	&ctl_scripts_kinds,
	&ctl_scripts_list,
	&ctl_scripts_look,
	&ctl_scripts_moderator,
	&ctl_scripts_owned,
	&ctl_scripts_ranks,
	&ctl_scripts_rerender,
	&ctl_scripts_set_base,
	&ctl_scripts_sums,
	&ctl_scripts_texts,
	&comments_scripts_article,
	&comments_scripts_block,
	&comments_scripts_pin,
	&comments_scripts_state,
	&comments_scripts_sweep,
	&comments_scripts_unblock,
	NULL,
};
/* clang-format on */
