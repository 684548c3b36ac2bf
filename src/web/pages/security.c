#include "app/people/security.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct SecurityPage {
    int waiting, failed, accounts, enrolled, days;
    Table failures;
} SecurityPage;
#include "web/templates/security.html.h"

static bool answer_json(Ctx *c, const SecurityView *v, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_ki64(&json, S("accounts_waiting"), v->waiting);
    json_ki64(&json, S("accounts"), v->factors.accounts);
    json_ki64(&json, S("second_factors"), v->factors.enrolled);
    json_ki64(&json, S("failed_sign_ins"), v->failed);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static void fill_failures(Ctx *c, const SecurityView *v, Table *t)
{
    Arena *a = c->arena;
    table_add_column(a, t, msg(c->lang, MSG_SECURITY_WHEN), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_SIGN_IN_ACCOUNT), CELL_TEXT);
    table_add_column(a, t, msg(c->lang, MSG_ME_ADDRESS), CELL_TEXT);
    t->empty = msg(c->lang, MSG_SECURITY_NO_FAILURES);
    for (int i = 0; i < v->failures.count; i++) {
        const FailureRow *f = &v->failures.items[i];
        TableRow *row = table_add_row(a, t);
        *row_add_cell(a, row) = (Cell){.text = instant_minute(a, f->at)};
        *row_add_cell(a, row) = (Cell){.text = f->account};
        *row_add_cell(a, row) = (Cell){.text = f->address};
    }
}

bool security_page(Ctx *c, Err *err)
{
    SecurityView v;
    if (!security_read(&c->app, &v, err))
        return false;
    if (c->json)
        return answer_json(c, &v, err);
    SecurityPage page = {.waiting = (int)v.waiting,
                         .failed = (int)v.failed,
                         .accounts = (int)v.factors.accounts,
                         .enrolled = (int)v.factors.enrolled,
                         .days = SECURITY_DAYS};
    fill_failures(c, &v, &page.failures);
    security_html(page_begin(c, msg(c->lang, MSG_NAV_SECURITY), NAV_SECURITY), c, &page);
    return page_end(c, err);
}
