#include "base/base.h"
#include "comments/comments_scripts.h"

const struct script *const comments_scripts[] = { NULL };
