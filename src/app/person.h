/* app/person.h - what who did it is called where people read: their post, never the name of an account.
 *
 * Names of accounts stay in the audit log, in JSON and where accounts are dealt with. Found once a request.
 * Callers: web/, app/ where it writes words. */
#pragma once
#include "app/app.h"
#include "i18n/msg.h"

/* The post; where it has none the unit or body, else the account. Empty for nobody. */
Str person_post(App *app, Str account);
/* "甲区填报人", or "甲区填报人（代…）" where it was done for somebody else. */
Str person_words(App *app, Lang lang, Str account, Str behalf);
