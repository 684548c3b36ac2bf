/* app/open.h - opening: the database, the person who acts and for whom, their campaign; and a new database.
 *
 * What is opened is closed by app_close (app/app.h). Callers: cli/, web/, jobs. */
#pragma once
#include "app/app.h"

/* Opens an initialised database, finds account and campaign. ERR_DB_NOT_INIT, ERR_ACCOUNT_UNKNOWN,
 * ERR_ACCOUNT_INACTIVE, ERR_ACCOUNT_WAITS, ERR_ACCOUNT_EXPIRED, ERR_CAMPAIGN_UNKNOWN, ERR_CAMPAIGN_WHICH. */
bool app_open(Arena *arena, const AppStart *start, App *ret_app, Err *err);
/* As the program itself (PROGRAM_ACCOUNT), without a campaign: for its jobs. start->origin says which. */
bool app_open_program(Arena *arena, const AppStart *start, App *ret_app, Err *err);
/* Without an account: for the few commands that need none (verify). */
bool app_open_unnamed(Arena *arena, const AppStart *start, App *ret_app, Err *err);
/* The database is of this version of the program: ERR_DB_NOT_INIT, ERR_DB_OLDER, ERR_DB_NEWER. */
bool app_schema_check(Db *db, Err *err);

/* Creates or upgrades the database and its first account (office director of the installation).
 * An existing account is left and *ret_new is false; where there are others and not this one, it is
 * not made: ERR_ACCOUNT_UNKNOWN. */
bool app_init(Arena *arena, const AppStart *start, int *ret_migrations, bool *ret_new, Err *err);
