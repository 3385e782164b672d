/* SPDX-License-Identifier: MIT */
/* config list, get and set. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/cmd.h"

int cmd_config(struct cmd *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, OPT_FLAG, NULL } };
	int status;

	if (!cmd_words(c, opts, &argc, argv, 1, 3, &status))
		return status;
	if (strcmp(argv[0], "list") == 0 && argc == 1) {
		for (const struct config_key *k = config_keys; k->name; k++) {
			printf("%s=%s\n", k->name, config_get(c->config, k->name));
			cmd_say("  %s", _(k->doc));
		}
		return cmd_flush(c);
	}
	if (strcmp(argv[0], "get") == 0 && argc == 2) {
		const char *value = config_get(c->config, argv[1]);

		if (!value)
			return cmd_usage(c, _("there is no setting '%s'"), argv[1]);
		puts(value);
		return cmd_flush(c);
	}
	if (strcmp(argv[0], "set") == 0 && argc == 3)
		return config_set(c->config, argv[1], argv[2], &c->err) ? cmd_fail(c) : 0;
	return cmd_usage(c, _("config list, config get KEY or config set KEY VALUE"));
}
