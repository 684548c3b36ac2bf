/* web/routes.c - routes.def as a table. */
#include "base/limits.h"
#include "web/pages.h"

enum { FORM_BYTES = 64 * 1024, FILE_FORM_BYTES = LIMIT_FILE_BYTES + 64 * 1024 };

#define PUBLIC ROUTE_PUBLIC, 0
#define SIGNED_IN ROUTE_SIGNED_IN, 0
#define MAY(action) ROUTE_PERMIT, ACT_##action
/* `who` is two fields: it is expanded before ROW sees it. */
#define ROUTE(...) ROW(__VA_ARGS__)
#define ROW(method, pattern, handler, access, action, flags, body, summary, ...)                   \
    {HTTP_##method, pattern, handler, access,                                                      \
     action,        flags,   body,    (const Param[]){__VA_ARGS__ __VA_OPT__(, ){0}},              \
     summary},

const Route web_routes[] = {
#include "web/routes.def"
    {0},
};
