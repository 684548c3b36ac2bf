/* app/scheme/scheme_fed.h - what of a scheme a campaign cannot feed with data yet; `duban score` can.
 *
 * Callers: app/ (the import of a campaign). */
#pragma once
#include "core/scheme.h"

/* Adds ERR_SCHEME_NOT_FED {found, key, rule} with the node's place for everything of that kind; true
 * without any. */
bool scheme_fed(const Scheme *scheme, Str file, Faults *faults);
