/* web/routes.c - the one table of what can be asked for. To add a page: web/pages/<name>.c, its
 * template, its prototype in pages/pages.h, rows in i18n/messages.tsv, and a row here. */
#include "base/limits.h"
#include "web/pages/pages.h"

enum { FORM_BYTES = 64 * 1024 };

static const Param sign_in_params[] = {{"next", PARAM_TEXT, IN_QUERY, .max = 2000}, {0}};
static const Param sign_in_form[] = {
    {"account", PARAM_TEXT, IN_FORM, .required = true, .max = 64},
    {"password", PARAM_SECRET, IN_FORM, .required = true, .max = 256},
    {"next", PARAM_TEXT, IN_FORM, .max = 2000},
    {0},
};
static const Param language_form[] = {
    {"lang", PARAM_CHOICE, IN_FORM, .required = true, .choices = "zh|en"},
    {"next", PARAM_TEXT, IN_FORM, .max = 2000},
    {0},
};

static const Param asset_params[] = {{"file", PARAM_CODE, IN_PATH, .required = true}, {0}};
static const Param period_params[] = {{"period", PARAM_PERIOD, IN_PATH, .required = true}, {0}};
static const Param circular_file_params[] = {
    {"period", PARAM_PERIOD, IN_PATH, .required = true},
    {"format", PARAM_CHOICE, IN_QUERY, .choices = "docx|txt|csv"},
    {0},
};

/* clang-format off */
const Route web_routes[] = {
    /* the frame itself */
    {HTTP_GET,  "/sign-in",       sign_in_page,   ROUTE_PUBLIC,    0, 0,             0,          sign_in_params, MSG_ROUTE_SIGN_IN_PAGE},
    {HTTP_POST, "/sign-in",       sign_in_do,     ROUTE_PUBLIC,    0, ROUTE_NO_CSRF | ROUTE_API, FORM_BYTES, sign_in_form, MSG_ROUTE_SIGN_IN},
    {HTTP_POST, "/sign-out",      sign_out_do,    ROUTE_SIGNED_IN, 0, ROUTE_API,     FORM_BYTES, NULL,           MSG_ROUTE_SIGN_OUT},
    {HTTP_POST, "/language",      language_do,    ROUTE_PUBLIC,    0, ROUTE_NO_CSRF, FORM_BYTES, language_form,  MSG_ROUTE_LANGUAGE},
    {HTTP_GET,  "/assets/{file}", asset_file,     ROUTE_PUBLIC,    0, 0,             0,          asset_params,   MSG_ROUTE_ASSET},
    {HTTP_GET,  "/healthz",       health_answer,  ROUTE_PUBLIC,    0, 0,             0,          NULL,           MSG_ROUTE_HEALTH},
    {HTTP_GET,  "/metrics",       metrics_answer, ROUTE_PUBLIC,    0, ROUTE_LOCAL,   0,          NULL,           MSG_ROUTE_METRICS},
    {HTTP_GET,  "/openapi.json",  openapi_answer, ROUTE_SIGNED_IN, 0, ROUTE_API,     0,          NULL,           MSG_ROUTE_OPENAPI},
    /* circulars */
    {HTTP_GET,  "/circulars",     circulars_page, ROUTE_PERMIT, ACT_CIRCULAR_READ, ROUTE_API, 0, NULL,            MSG_ROUTE_CIRCULARS},
    {HTTP_GET,  "/circulars/{period}", circular_page, ROUTE_PERMIT, ACT_CIRCULAR_READ, ROUTE_API, 0, period_params, MSG_ROUTE_CIRCULAR},
    {HTTP_GET,  "/circulars/{period}/file", circular_file, ROUTE_PERMIT, ACT_CIRCULAR_READ, ROUTE_API, 0, circular_file_params, MSG_ROUTE_CIRCULAR_FILE},
    {0},
};
/* clang-format on */
