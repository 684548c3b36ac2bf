#include "web/slips.h"

#include "base/limits.h"

typedef struct SlipView {
    Str account, unit, post, role, password;
} SlipView;
typedef struct SlipsView {
    Str title, done, until, back, rows, sub;
    LIST_OF(SlipView) slips;
} SlipsView;
#include "web/templates/slips.html.h"

static bool answer_json(Ctx *c, const SlipsPage *p, Str until, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("until"), until);
    json_key(&json, S("slips"));
    json_array(&json);
    for (int i = 0; i < p->slips->count; i++) {
        const AccountSlip *s = &p->slips->items[i];
        json_object(&json);
        json_kstr(&json, S("account"), s->account);
        json_kstr(&json, S("unit"), s->unit);
        json_kstr(&json, S("post"), s->post);
        json_kstr(&json, S("role"), s->role);
        json_kstr(&json, S("password"), s->password);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool slips_page(Ctx *c, const SlipsPage *p, Err *err)
{
    Str until = date_str(c->arena, p->until);
    if (c->json)
        return answer_json(c, p, until, err);
    SlipsView v = {.title = p->title,
                   .done = p->done,
                   .until = until,
                   .back = p->back,
                   .sub = msg_str(c->arena, c->lang, MSG_SLIPS_SUB, {"until", until})};
    for (int i = 0; i < p->slips->count; i++) {
        const AccountSlip *s = &p->slips->items[i];
        *arena_push(c->arena, &v.slips) = (SlipView){
            s->account, s->unit, s->post, account_role_text(c->lang, s->role), s->password};
    }
    if (p->book) {
        Sheet sheet = account_slips_sheet(c->arena, p->slips, p->until, c->lang);
        Out csv = out_new(c->arena, LIMIT_ACCOUNT_SHEET_BYTES);
        sheet_csv(&sheet, &csv);
        v.rows = out_ok(&csv) ? out_str(&csv) : S("");
    }
    slips_html(page_begin(c, p->title, p->nav), c, &v);
    return page_end(c, err);
}

bool mend_here(Ctx *c, Err *err, Str *ret_sentence)
{
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE &&
                    kind != KIND_NOT_FOUND))
        return false;
    Out sentence = out_new(c->arena, 2048);
    Err bare = *err;
    bare.row = bare.col = 0;
    msg_err(&sentence, c->lang, &bare);
    c->response->status = http_status_of(kind);
    *ret_sentence = out_str(&sentence);
    *err = (Err){0};
    return true;
}
