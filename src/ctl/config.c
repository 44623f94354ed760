#include "base/base.h"
#include "config.h"

#include "ctl/ctl.h"

enum ctl_status
config_run(struct ctl *c, int n, char **args)
{
	if (n == 0) {
		enum ctl_status status = ctl_settings(c);

		if (status == CTL_OK)
			config_print(c->cfg, stdout);
		return status;
	}
	if (strcmp(args[0], "--sample") == 0)
		config_print_sample(stdout);
	else if (strcmp(args[0], "--mdoc") == 0)
		config_print_mdoc(stdout);
	else
		return ctl_fail(CTL_USAGE,
		    "config knows --sample and --mdoc, not %s", args[0]);
	return CTL_OK;
}
