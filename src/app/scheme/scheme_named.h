/* app/scheme/scheme_named.h - a scheme for people: bodies and units by their names where its text has codes.
 *
 * For showing only: what is stored, sent as a file or scored keeps its codes. Callers: web/pages/schemes. */
#pragma once
#include "app/app.h"
#include "core/scheme.h"

Scheme scheme_named(App *app, const Scheme *scheme);
