/* The system administrator makes accounts: one by a form, many by a sheet that is looked at first. */
#include "app/people/accounts.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/slips.h"

typedef struct AccountNewView {
    Str error;
    FieldFaults faults;
    AccountEntry typed;
    Options roles, campaigns;
} AccountNewView;
typedef struct AccountsImportView {
    Str error, rows, campaign, template_href, sub, limits;
    const Faults *faults;
    Options campaigns;
    Table table;
    int count;
    bool ready; /* looked at, without a fault */
    bool several;
} AccountsImportView;
#include "web/templates/account_new.html.h"
#include "web/templates/accounts_import.html.h"

/* The campaigns to choose from; *ret_campaign is the one that was chosen, or the only one. */
static bool campaigns_of(Ctx *c, Options *options, Str *ret_campaign, Err *err)
{
    CampaignNames names = {0};
    Str chosen = ctx_text(c, "campaign");
    if (!campaigns_list(&c->app, &names, err))
        return false;
    bool known = chosen.len == 0;
    for (int i = 0; i < names.count; i++) {
        known |= str_eq(names.items[i].code, chosen);
        *arena_push(c->arena, options) =
            (Option){names.items[i].code, names.items[i].name,
                     str_eq(names.items[i].code, chosen) || (names.count == 1 && !chosen.len)};
    }
    if (!known)
        return err_set(err, ERR_CAMPAIGN_UNKNOWN, {"found", chosen});
    *ret_campaign = chosen.len ? chosen : names.count == 1 ? names.items[0].code : S("");
    return true;
}

static bool slips_of(Ctx *c, const AccountSlips *slips, Err *err)
{
    bool three;
    SlipsPage page = {.slips = slips,
                      .title = msg(c->lang, MSG_SLIPS_TITLE),
                      .nav = NAV_SYSTEM,
                      .back = S("/system/accounts"),
                      .book = true};
    if (!account_slip_until(&c->app, &page.until, err) || !accounts_are_three(&c->app, &three, err))
        return false;
    page.done = msg_str(c->arena, c->lang, three ? MSG_SLIPS_MADE_WAIT : MSG_SLIPS_MADE,
                        {"count", arena_fmt(c->arena, "%d", slips->count)});
    return slips_page(c, &page, err);
}

/* ---- one ---- */

static bool show_new(Ctx *c, AccountNewView *v, Err *err)
{
    Str campaign;
    if (v->campaigns.count == 0 && !campaigns_of(c, &v->campaigns, &campaign, err))
        return false;
    for (int r = 0; r < ROLE_COUNT; r++)
        *arena_push(c->arena, &v->roles) =
            (Option){role_word((Role)r), account_role_text(c->lang, role_word((Role)r)),
                     str_eq(v->typed.role, role_word((Role)r))};
    account_new_html(page_begin(c, msg(c->lang, MSG_ACCOUNTS_NEW), NAV_SYSTEM), c, v);
    return page_end(c, err);
}

bool account_new_page(Ctx *c, Err *err)
{
    AccountNewView v = {0};
    return show_new(c, &v, err);
}

static const struct {
    const char *name;
    Msg label;
} fields[ENTRY_COLUMNS] = {{"account", MSG_ACCOUNTS_COL_NAME}, {"role", MSG_ACCOUNTS_COL_ROLE},
                           {"unit", MSG_ACCOUNTS_COL_UNIT},    {"body", MSG_ACCOUNTS_COL_BODY},
                           {"post", MSG_ACCOUNTS_COL_POST},    {"phone", MSG_ACCOUNTS_COL_PHONE}};

typedef struct FieldsAt {
    Ctx *c;
    AccountNewView *v;
} FieldsAt;

static void at_field(void *ctx, int index, AccountColumn column, Err *fault)
{
    FieldsAt *at = ctx;
    (void)index;
    Out sentence = out_new(at->c->arena, 1024);
    msg_err(&sentence, at->c->lang, fault);
    *arena_push(at->c->arena, &at->v->faults) =
        (FieldFault){str_from_z(fields[column].name), msg(at->c->lang, fields[column].label),
                     out_str(&sentence)};
}

bool account_new_do(Ctx *c, Err *err)
{
    Str campaign, sentence;
    AccountNewView v = {.typed = {.name = ctx_text(c, "account"),
                                  .role = ctx_text(c, "role"),
                                  .unit = ctx_text(c, "unit"),
                                  .body = ctx_text(c, "body"),
                                  .post = ctx_text(c, "post"),
                                  .phone = ctx_text(c, "phone")}};
    AccountEntry entry = v.typed;
    AccountEntries entries = {&entry, 1, 1};
    AccountSlips slips = {0};
    FieldsAt at = {c, &v};
    if (!ctx_proved(c, err) || !campaigns_of(c, &v.campaigns, &campaign, err))
        return false;
    if (!c->json && !accounts_check(&c->app, campaign, &entries, at_field, &at, err))
        return false;
    if (v.faults.count) {
        c->response->status = http_status_of(KIND_INVALID);
        return show_new(c, &v, err);
    }
    if (accounts_make(&c->app, campaign, &entries, &slips, err))
        return slips_of(c, &slips, err);
    if (!mend_here(c, err, &sentence))
        return false;
    v.error = sentence;
    return show_new(c, &v, err);
}

/* ---- many ---- */

static void fill_table(Ctx *c, const AccountEntries *entries, Table *t)
{
    for (int i = 0; i < ENTRY_COLUMNS; i++)
        table_add_column(c->arena, t, msg(c->lang, fields[i].label), i ? CELL_TEXT : CELL_HEAD);
    for (int i = 0; i < entries->count; i++) {
        const AccountEntry *e = &entries->items[i];
        TableRow *row = table_add_row(c->arena, t);
        const Str cells[ENTRY_COLUMNS] = {e->name,
                                          account_role_text(c->lang, e->role),
                                          e->unit.len ? unit_name(&c->app, e->unit) : S(""),
                                          e->body,
                                          e->post,
                                          e->phone};
        for (int k = 0; k < ENTRY_COLUMNS; k++)
            row_add_cell(c->arena, row)->text = cells[k];
    }
    t->tight = true;
}

static bool import_json(Ctx *c, const AccountEntries *entries, const Faults *faults, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_ki64(&json, S("accounts"), entries->count);
    json_key(&json, S("faults"));
    json_array(&json);
    for (int i = 0; i < faults->count; i++) {
        Out sentence = out_new(c->arena, 2048);
        msg_err(&sentence, c->lang, &faults->items[i]);
        json_object(&json);
        json_ki64(&json, S("row"), faults->items[i].row);
        json_ki64(&json, S("column"), faults->items[i].col);
        json_kstr(&json, S("code"), str_from_z(err_code_name(faults->items[i].code)));
        json_kstr(&json, S("sentence"), out_str(&sentence));
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool show_import(Ctx *c, AccountsImportView *v, Err *err)
{
    if (v->campaigns.count == 0 && !campaigns_of(c, &v->campaigns, &v->campaign, err))
        return false;
    v->several = v->campaigns.count > 1;
    v->template_href = link_to(c, "/system/accounts/file", {"campaign", v->campaign});
    v->limits = msg_str(c->arena, c->lang, MSG_ACCOUNTS_IMPORT_LIMITS,
                        {"rows", arena_fmt(c->arena, "%d", LIMIT_ACCOUNT_SHEET_ROWS)},
                        {"bytes", arena_fmt(c->arena, "%d", LIMIT_ACCOUNT_FILE_BYTES >> 20)});
    accounts_import_html(page_begin(c, msg(c->lang, MSG_ACCOUNTS_IMPORT), NAV_SYSTEM), c, v);
    return page_end(c, err);
}

bool accounts_import_page(Ctx *c, Err *err)
{
    AccountsImportView v = {0};
    return show_import(c, &v, err);
}

/* Looks at a sheet and writes nothing. */
bool accounts_import_look(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    AccountEntries entries = {0};
    AccountsImportView v = {.faults = &faults};
    const MultipartPart *file = &c->params.files.items[0];
    if (!campaigns_of(c, &v.campaigns, &v.campaign, err))
        return false;
    Str sentence;
    v.ready = accounts_sheet_read(&c->app, v.campaign, file->bytes, file->file_name, &entries,
                                  &faults, err) &&
              accounts_sheet_text(c->arena, &entries, &v.rows, err);
    if (err->code != ERR_NONE && !mend_here(c, err, &sentence))
        return false;
    v.error = v.ready || faults.total ? S("") : sentence;
    if (!v.ready)
        c->response->status = http_status_of(KIND_INVALID);
    if (c->json)
        return import_json(c, &entries, &faults, err);
    v.count = entries.count;
    if (v.ready)
        fill_table(c, &entries, &v.table);
    return show_import(c, &v, err);
}

/* What was looked at, from the page itself: read and checked as the sheet was. */
bool accounts_make_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    AccountEntries entries = {0};
    AccountSlips slips = {0};
    AccountsImportView v = {.faults = &faults};
    Str sentence;
    if (!ctx_proved(c, err) || !campaigns_of(c, &v.campaigns, &v.campaign, err))
        return false;
    bool ok = accounts_sheet_read(&c->app, v.campaign, ctx_text(c, "rows"), S("accounts.csv"),
                                  &entries, &faults, err) &&
              accounts_make(&c->app, v.campaign, &entries, &slips, err);
    if (ok)
        return slips_of(c, &slips, err);
    if (err->code == ERR_NONE && c->json) {
        *err = faults.items[0];
        return false;
    }
    if (err->code != ERR_NONE && !mend_here(c, err, &sentence))
        return false;
    v.error = faults.total ? S("") : sentence;
    if (faults.total)
        c->response->status = http_status_of(KIND_INVALID);
    return show_import(c, &v, err);
}

bool accounts_template_file(Ctx *c, Err *err)
{
    AccountTemplate t;
    Options options = {0};
    Str campaign;
    return campaigns_of(c, &options, &campaign, err) &&
           accounts_template(&c->app, campaign, c->lang, &t, err) &&
           download_book(c, t.sheets, 2, msg(c->lang, MSG_ACCOUNTS_TEMPLATE), err);
}

bool accounts_slips_book(Ctx *c, Err *err)
{
    Sheet sheet;
    Str bytes;
    return account_slips_parse(&c->app, ctx_text(c, "rows"), &sheet, err) &&
           account_slips_book(&c->app, &sheet, &bytes, err) &&
           download_xlsx(c, msg(c->lang, MSG_ACCOUNTS_SLIPS), bytes, err);
}
