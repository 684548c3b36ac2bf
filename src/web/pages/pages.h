/* web/pages/pages.h - the handlers of the route table, one file of web/pages/ for each thing.
 *
 * Each is a WebHandler (web/web.h). Callers: web/routes.c. */
#pragma once
#include "web/web.h"

/* sign_in.c */
bool sign_in_page(Ctx *c, Err *err);
bool sign_in_do(Ctx *c, Err *err);
bool sign_out_do(Ctx *c, Err *err);
bool language_do(Ctx *c, Err *err);
/* assets.c */
bool asset_file(Ctx *c, Err *err);
/* health.c */
bool health_answer(Ctx *c, Err *err);
bool metrics_answer(Ctx *c, Err *err);
/* circular.c */
bool circulars_page(Ctx *c, Err *err);
bool circular_page(Ctx *c, Err *err);
bool circular_file(Ctx *c, Err *err);
/* openapi.c */
bool openapi_answer(Ctx *c, Err *err);
