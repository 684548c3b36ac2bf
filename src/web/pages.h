/* web/pages.h - the handlers that web/routes.def names, each a WebHandler (web/web.h).
 *
 * Callers: web/routes.c and the pages themselves, which it gives their prototypes. */
#pragma once
#include "web/web.h"

#define ROUTE(method, pattern, handler, ...) bool handler(Ctx *c, Err *err);
#include "web/routes.def"
#undef ROUTE
