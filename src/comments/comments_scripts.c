#include "base/base.h"
#include "comments/comments_scripts.h"

#include "comments/about.lua.h"
#include "comments/article.lua.h"
#include "comments/block.lua.h"
#include "comments/edit.lua.h"
#include "comments/one.lua.h"
#include "comments/pin.lua.h"
#include "comments/post.lua.h"
#include "comments/recent.lua.h"
#include "comments/replies.lua.h"
#include "comments/sitelist.lua.h"
#include "comments/state.lua.h"
#include "comments/sweep.lua.h"
#include "comments/thread.lua.h"
#include "comments/unblock.lua.h"
#include "comments/vote.lua.h"

SCRIPT_DEFINE(comments_scripts, about);
SCRIPT_DEFINE(comments_scripts, article);
SCRIPT_DEFINE(comments_scripts, block);
SCRIPT_DEFINE(comments_scripts, edit);
SCRIPT_DEFINE(comments_scripts, one);
SCRIPT_DEFINE(comments_scripts, pin);
SCRIPT_DEFINE(comments_scripts, post);
SCRIPT_DEFINE(comments_scripts, recent);
SCRIPT_DEFINE(comments_scripts, replies);
SCRIPT_DEFINE(comments_scripts, sitelist);
SCRIPT_DEFINE(comments_scripts, state);
SCRIPT_DEFINE(comments_scripts, sweep);
SCRIPT_DEFINE(comments_scripts, thread);
SCRIPT_DEFINE(comments_scripts, unblock);
SCRIPT_DEFINE(comments_scripts, vote);

const struct script *const comments_scripts[] = { &comments_scripts_about,
	&comments_scripts_edit, &comments_scripts_one, &comments_scripts_post,
	&comments_scripts_recent, &comments_scripts_replies,
	&comments_scripts_state, &comments_scripts_sweep,
	&comments_scripts_thread, &comments_scripts_vote, NULL };
