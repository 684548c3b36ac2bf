/* app/campaign/first_start.h - an installation that is kept by three from its first minute (三员分立).
 *
 * Makes the system, the security and the audit administrator, three names, each with a first password
 * that is shown once and is to be changed; and says in the setting "separation" that what is made from
 * then on waits to be authorised. Only where there is no account yet. `duban init` with one account
 * (app_init) begins a sample or a small office instead. Callers: cli/cmd_init, web/pages/setup. */
#pragma once
#include "app/app.h"

typedef enum Administrator {
    ADMIN_SYSTEM,
    ADMIN_SECURITY,
    ADMIN_AUDIT,
    ADMINISTRATORS
} Administrator;
Role administrator_role(Administrator which);

/* No account yet. */
bool first_start_needed(Db *db, bool *ret_needed, Err *err);
/* Creates the file where there is none and applies the migrations, where no account is there yet; what is
 * older and in use is left for `duban init`. */
bool first_start_prepare(Str db_url, Err *err);
/* start->hub and start->db are a server's, or db_url is opened (created, migrated). The accounts are
 * authorised. ERR_FIRST_START_DONE, ERR_FIRST_START_SAME, ERR_ACCOUNT_NAME. */
bool first_start_three(Arena *arena, const AppStart *start, const Str names[ADMINISTRATORS],
                       Str ret_passwords[ADMINISTRATORS], Err *err);
