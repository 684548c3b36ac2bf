/* app/people/password_weak.h - whether a password is one of those that people think of first.
 *
 * Not a list of passwords but of what they are made of: words common in offices, the names at hand,
 * years, runs of digits, letters or keys, repeats. What is left when these are taken out must still be
 * something. The list is ours and small: data/passwords/common.txt. Callers: app/people/password.c. */
#pragma once
#include "base/arena.h"

/* `names` are the account's and the campaign's. password is valid UTF-8. */
bool password_is_weak(Str password, const Str *names, int nnames);
