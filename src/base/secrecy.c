#include "base/base.h"
#include "base/secrecy.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void
secrecy_begin(void)
{
	const struct rlimit none = { 0, 0 };

	/* Each would do, until the other is undone from outside. */
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)setrlimit(RLIMIT_CORE, &none);
}
