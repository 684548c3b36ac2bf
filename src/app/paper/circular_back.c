#include "app/paper/circular_back.h"

#include "app/paper/circular_back_parts.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/docx.h"

static const struct {
    Str word;
    Msg text;
} points[POINTS] = {
    [POINT_FIGURE] = {SC("figure"), MSG_CIRCULAR_BACK_FIGURE},
    [POINT_GONE] = {SC("gone"), MSG_CIRCULAR_BACK_GONE},
    [POINT_OWNER] = {SC("owner"), MSG_CIRCULAR_BACK_OWNER},
    [POINT_NAME] = {SC("name"), MSG_CIRCULAR_BACK_NAME},
    [POINT_LOOKS] = {SC("looks"), MSG_CIRCULAR_BACK_LOOKS},
    [POINT_UNKNOWN] = {SC("unknown"), MSG_CIRCULAR_BACK_UNKNOWN},
    [POINT_TYPED] = {SC("typed"), MSG_CIRCULAR_BACK_TYPED},
    [POINT_CELL] = {SC("cell"), MSG_CIRCULAR_BACK_CELL},
    [POINT_FIXED] = {SC("fixed"), MSG_CIRCULAR_BACK_FIXED},
    [POINT_OUTSIDE] = {SC("outside"), MSG_CIRCULAR_BACK_NOT_TAKEN},
};

Str circular_point_word(CircularPointKind kind)
{
    return points[kind].word;
}

Str circular_point_text(Arena *arena, Lang lang, const CircularPoint *p)
{
    Str nothing = msg(lang, MSG_CIRCULAR_BACK_NOTHING);
    Msg text = points[p->kind].text;
    if (p->kind == POINT_NAME && p->before.len == 0)
        text = MSG_CIRCULAR_BACK_NAME_NEW;
    else if (p->kind == POINT_NAME && p->after.len == 0)
        text = MSG_CIRCULAR_BACK_NAME_GONE;
    return msg_str(arena, lang, text, {"before", p->before.len ? p->before : nothing},
                   {"after", p->after.len ? p->after : nothing});
}

Str circular_difference_place(Arena *arena, Lang lang, const CircularDifference *d)
{
    return msg_str(arena, lang, d->is_new ? MSG_CIRCULAR_BACK_AFTER : MSG_CIRCULAR_LINE,
                   {"passage", passage_name(lang, d->passage)},
                   {"line", arena_fmt(arena, "%d", d->line)});
}

/* ---- which paper it was ---- */

typedef struct HandedOut {
    bool named;
    int revision;
    Str digest;
} HandedOut;

/* campaign/period/version/revision/digest, as circular_desk_make says it. */
static bool read_property(App *app, const CircularDesk *d, const DocxText *docx, HandedOut *ret,
                          Err *err)
{
    Str whole = docx_property(docx, S(DOCX_PROPERTY)), rest = whole;
    Str campaign = str_cut(&rest, '/'), period = str_cut(&rest, '/');
    int64_t version, revision;
    int newest = d->revisions.count ? d->head.revision : 0;
    *ret = (HandedOut){.revision = newest, .digest = S("")};
    if (whole.len == 0)
        return true;
    bool form = str_to_i64(str_cut(&rest, '/'), &version) &&
                str_to_i64(str_cut(&rest, '/'), &revision) && rest.len > 0;
    if (!form)
        return true;
    if (!str_eq(campaign, app->def.code) || !str_eq(period, d->period->code) ||
        version != d->version)
        return err_set(err, ERR_CIRCULAR_BACK_OTHER, {"found", utf8_prefix(whole, 80)},
                       {"expected", arena_fmt(app->arena, "%.*s/%.*s/%d", STR_ARG(app->def.code),
                                              STR_ARG(d->period->code), d->version)});
    if (revision >= 0 && revision <= newest)
        *ret = (HandedOut){true, (int)revision, rest};
    return true;
}

/* The paper of that revision as it would be printed today; 0: what was there before anybody saved anything. */
static bool make_handed_out(App *app, const CircularBack *b, const HandedOut *out,
                            CircularDesk *ret_desk, Err *err)
{
    CircularPlan plan;
    CircularText text = {0};
    *ret_desk = b->desk;
    ret_desk->faults = (CircularFaults){0};
    for (int i = 0; i < b->desk.revisions.count; i++)
        if (b->desk.revisions.items[i].revision == out->revision) {
            ret_desk->head = b->desk.revisions.items[i];
            return circular_text_parse(app->arena, ret_desk->head.passages, &text, err) &&
                   circular_desk_make(app, ret_desk, &text, err);
        }
    if (!circular_plan_of(app, &b->desk, &plan, err))
        return false;
    if (plan.kind == CIRCULAR_OF_MONTH)
        circular_prefill(app, &plan.facts, &text);
    else
        circular_prefill_later(app, &plan, b->desk.head.reason, &text);
    return circular_desk_make(app, ret_desk, &text, err);
}

/* ---- what the file says beside its words ---- */

static Str place_of_block(const BackWork *k, int block)
{
    int have = -1;
    for (int i = 0; i < k->haves.count && k->haves.items[i].at <= block; i++)
        have = i;
    for (; have >= 0; have--) {
        const BackWant *w =
            k->haves.items[have].mate < 0 ? NULL : &k->wants.items[k->haves.items[have].mate];
        if (w && w->kind != WANT_LINE)
            return w->place;
        if (w)
            return back_line_place(k, k->lines.items[w->line].passage,
                                   k->lines.items[w->line].number);
    }
    return S("");
}

static void tell_people(BackWork *k)
{
    Arena *a = k->app->arena;
    CircularBack *b = k->back;
    for (int i = 0; i < k->docx->comments.count; i++) {
        const DocxComment *c = &k->docx->comments.items[i];
        *arena_push(a, &b->remarks) = (CircularRemark){
            c->block < 0 ? S("") : place_of_block(k, c->block), c->author, c->text};
    }
    for (int i = 0; i < k->docx->authors.count; i++) {
        const DocxAuthor *x = &k->docx->authors.items[i];
        *arena_push(a, &b->hands) = (CircularHand){x->name, x->inserted, x->deleted, x->moved};
    }
    b->boxes = k->docx->boxes;
    b->notes = k->docx->notes;
    b->struck = k->docx->struck;
}

/* ---- what a person should look at, by the rules of the page ---- */

static bool was_there(const CircularFaults *before, const CircularFault *f)
{
    for (int i = 0; i < before->count; i++)
        if (before->items[i].kind == f->kind && str_eq(before->items[i].found, f->found) &&
            before->items[i].passage == f->passage)
            return true;
    return false;
}

/* Told already as a number that is not of the result: it is more than that. */
static CircularPoint *typed_point(const CircularBack *b, Str found)
{
    for (int i = 0; i < b->points.count; i++) {
        CircularPoint *p = &b->points.items[i];
        Str number = p->after;
        while (number.len && (number.ptr[number.len - 1] < '0' || number.ptr[number.len - 1] > '9'))
            number.len--;
        if (p->kind == POINT_TYPED && number.len && str_has(found, number))
            return p;
    }
    return NULL;
}

static void tell_faults(BackWork *k, const CircularFaults *before, const CircularFaults *now)
{
    for (int i = 0; i < now->count; i++) {
        const CircularFault *f = &now->items[i];
        CircularPointKind kind = f->kind == CIRCULAR_UNKNOWN ? POINT_UNKNOWN : POINT_LOOKS;
        if (was_there(before, f))
            continue;
        CircularPoint *p = kind == POINT_LOOKS ? typed_point(k->back, f->found) : NULL;
        if (!p)
            p = back_point(k, kind, back_line_place(k, f->passage, f->line), S(""), f->found);
        p->kind = kind;
        p->after = f->found;
        p->reference = f->offer;
    }
}

/* ---- beside what has been done on the desk since ---- */

static void merge(CircularBack *b, const CircularText *handed_out)
{
    for (int i = 0; i < PASSAGES; i++) {
        bool in_file = !str_eq(b->text.passages[i], handed_out->passages[i]);
        bool on_desk = !str_eq(b->desk.text.passages[i], handed_out->passages[i]);
        b->both[i] = in_file && on_desk && !str_eq(b->text.passages[i], b->desk.text.passages[i]);
        if (!in_file)
            b->text.passages[i] = b->desk.text.passages[i];
    }
    b->same = circular_text_same(&b->text, &b->desk.text);
}

static void sort_points(Arena *arena, CircularBack *b)
{
    CircularPoint *sorted = arena_new(arena, CircularPoint, b->points.count + 1);
    int count = 0;
    for (int kind = 0; kind < POINTS; kind++)
        for (int i = 0; i < b->points.count; i++)
            if (b->points.items[i].kind == (CircularPointKind)kind)
                sorted[count++] = b->points.items[i];
    b->points.items = sorted;
    b->points.cap = (size_t)count + 1;
}

static bool open_desk(App *app, Str period, CircularKind kind, CircularDesk *desk, Err *err)
{
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CIRCULAR_DRAFT, S(""), utf8_prefix(period, 40), err))
        return false;
    if (kind != CIRCULAR_WITHDRAWS)
        return circular_open_draft(app, period, kind != CIRCULAR_OF_MONTH, desk, err);
    return circular_desk_withdraw(app, period, desk, err) &&
           circular_desk_make(app, desk, NULL, err);
}

static bool read_file(App *app, Str file, Str bytes, DocxText *docx, Err *err)
{
    if (bytes.len > LIMIT_DOCX_BYTES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_DOCX_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_DOCX_BYTES)},
                       {"found", arena_fmt(app->arena, "%td", bytes.len)});
    if (docx_text(app->arena, bytes, file, docx, err))
        return true;
    if (err->code == ERR_XLSX_NOT_ZIP || err->code == ERR_XLSX_OLD || err->code == ERR_XLSX_PART)
        return err_set(err, ERR_CIRCULAR_BACK_FILE, {"found", utf8_prefix(file, 120)});
    return false;
}

bool circular_back_read(App *app, Lang lang, Str period, CircularKind kind, Str file, Str bytes,
                        CircularBack *ret_back, Err *err)
{
    CircularBack b = {.file = file};
    CircularDesk was;
    CircularPlan plan;
    DocxText docx;
    HandedOut out;
    BackDiff diff;
    CircularLines again = {0};
    CircularFaults before = {0}, now = {0};
    if (!open_desk(app, period, kind, &b.desk, err) || !read_file(app, file, bytes, &docx, err) ||
        !read_property(app, &b.desk, &docx, &out, err) ||
        !make_handed_out(app, &b, &out, &was, err) || !circular_plan_of(app, &was, &plan, err))
        return false;
    b.seen = b.desk.revisions.count ? b.desk.head.revision : 0;
    b.named = out.named;
    b.revision = out.revision;
    b.printed_otherwise = out.named && !str_eq(out.digest, was.digest);
    BackWork k = {
        .app = app, .lang = lang, .back = &b, .paper = &was.circular.paper, .docx = &docx};
    circular_lines(app, &plan.facts, &was.text, &k.lines, &before);
    if (!back_align(&k, err))
        return false;
    back_words(&k, &diff);
    back_figures(&diff);
    back_tables(&k);
    if (!back_bound(&k, S("LIMIT_CIRCULAR_BACK_POINTS"), LIMIT_CIRCULAR_BACK_POINTS, b.points.count,
                    err))
        return false;
    back_differences(&diff);
    b.text = was.text;
    back_compose(&diff, &b.text);
    circular_lines(app, &plan.facts, &b.text, &again, &now);
    tell_faults(&k, &before, &now);
    tell_people(&k);
    sort_points(app->arena, &b);
    merge(&b, &was.text);
    CircularText clean;
    if (!circular_text_clean(app->arena, &b.text, &clean, err))
        return false;
    *ret_back = b;
    return true;
}
