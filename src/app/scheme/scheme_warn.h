/* app/scheme/scheme_warn.h - what of a loaded scheme is lawful but deserves a look. Callers: cli/. */
#pragma once
#include "core/scheme.h"

void scheme_warn(const Scheme *scheme, Str file, Faults *warnings);
