/* app/scheme/scheme_library.h - the ready schemes that the program carries (data/schemes), to start one's own from.
 *
 * Callers: cli/. */
#pragma once
#include "core/scheme.h"

typedef struct ReadyScheme {
    Str name;        /* what it is asked for by */
    const Str *text; /* the YAML file with its comments */
} ReadyScheme;

extern const ReadyScheme ready_schemes[];
extern const int ready_schemes_count;
/* NULL when there is none; *ret_near is the nearest name, or empty. */
const ReadyScheme *ready_scheme(Str name, Str *ret_near);
