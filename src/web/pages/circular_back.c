/* The circular that a leader edited comes back: what differs, before anything is written. */
#include "app/paper/circular_back.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct BackPieceView {
    Str text;
    bool gone, added, stays;
} BackPieceView;

typedef struct BackDifferenceView {
    Str place;
    LIST_OF(BackPieceView) pieces;
} BackDifferenceView;

typedef struct BackHidden {
    Str name, value;
} BackHidden;

typedef struct CircularBackView {
    Str title, crumb, file, back, action, later, seen;
    bool any, take;
    LIST_OF(Str) told;
    LIST_OF(BackDifferenceView) differences;
    LIST_OF(BackHidden) hidden;
    Table points, remarks;
    Facts hands;
} CircularBackView;
#include "web/templates/circular_back.html.h"

static Str number(Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

static void tell(Ctx *c, CircularBackView *v, Str text)
{
    *arena_push(c->arena, &v->told) = text;
}

static void tell_both(Ctx *c, const CircularBack *b, CircularBackView *v)
{
    Out list = out_new(c->arena, LIMIT_LINE_BYTES);
    for (int i = 0; i < PASSAGES; i++)
        if (b->both[i]) {
            out_s(&list, list.len ? msg(c->lang, MSG_CIRCULAR_LIST_AND) : S(""));
            out_s(&list, passage_name(c->lang, (CircularPassage)i));
        }
    if (list.len)
        tell(c, v, msg_str(c->arena, c->lang, MSG_CIRCULAR_BACK_BOTH, {"list", out_str(&list)}));
}

/* What holds for the file as a whole. */
static void fill_told(Ctx *c, const CircularBack *b, CircularBackView *v)
{
    Arena *a = c->arena;
    tell(c, v,
         msg_str(a, c->lang, b->named ? MSG_CIRCULAR_BACK_BESIDE : MSG_CIRCULAR_BACK_UNNAMED,
                 {"n", number(c, b->revision)}));
    if (b->revision != b->seen)
        tell(c, v,
             msg_str(a, c->lang, MSG_CIRCULAR_BACK_STALE, {"was", number(c, b->revision)},
                     {"now", number(c, b->seen)}));
    tell_both(c, b, v);
    if (b->printed_otherwise)
        tell(c, v, msg(c->lang, MSG_CIRCULAR_BACK_OTHERWISE));
    if (b->boxes)
        tell(c, v, msg_str(a, c->lang, MSG_CIRCULAR_BACK_BOXES, {"n", number(c, b->boxes)}));
    if (b->notes)
        tell(c, v, msg_str(a, c->lang, MSG_CIRCULAR_BACK_NOTES, {"n", number(c, b->notes)}));
    if (b->struck)
        tell(c, v, msg_str(a, c->lang, MSG_CIRCULAR_BACK_STRUCK, {"n", number(c, b->struck)}));
    if (!v->any)
        tell(c, v, msg(c->lang, MSG_CIRCULAR_BACK_NONE));
    else if (b->same)
        tell(c, v, msg(c->lang, MSG_CIRCULAR_BACK_SAME));
}

static void fill_differences(Ctx *c, const CircularBack *b, CircularBackView *v)
{
    for (int i = 0; i < b->differences.count; i++) {
        const CircularDifference *d = &b->differences.items[i];
        BackDifferenceView *to = arena_push(c->arena, &v->differences);
        *to = (BackDifferenceView){.place = circular_difference_place(c->arena, c->lang, d)};
        for (int k = 0; k < d->pieces.count; k++) {
            const CircularPiece *p = &d->pieces.items[k];
            *arena_push(c->arena, &to->pieces) = (BackPieceView){
                p->text, p->kind == PIECE_GONE, p->kind == PIECE_NEW, p->kind == PIECE_STAYS};
        }
    }
}

static void fill_points(Ctx *c, const CircularBack *b, CircularBackView *v)
{
    Arena *a = c->arena;
    table_add_column(a, &v->points, msg(c->lang, MSG_COL_PLACE), CELL_HEAD);
    table_add_column(a, &v->points, msg(c->lang, MSG_CIRCULAR_BACK_WHAT), CELL_TEXT);
    table_add_column(a, &v->points, msg(c->lang, MSG_CIRCULAR_BACK_REFERENCE), CELL_TEXT);
    v->points.tight = true;
    for (int i = 0; i < b->points.count; i++) {
        const CircularPoint *p = &b->points.items[i];
        TableRow *row = table_add_row(a, &v->points);
        *row_add_cell(a, row) = (Cell){.text = p->place};
        *row_add_cell(a, row) =
            (Cell){.text = circular_point_text(a, c->lang, p), .bad = p->kind == POINT_UNKNOWN};
        *row_add_cell(a, row) = (Cell){.text = p->reference};
    }
}

static Str somebody(Ctx *c, Str name)
{
    return name.len ? name : msg(c->lang, MSG_CIRCULAR_BACK_SOMEBODY);
}

static void fill_people(Ctx *c, const CircularBack *b, CircularBackView *v)
{
    Arena *a = c->arena;
    table_add_column(a, &v->remarks, msg(c->lang, MSG_COL_PLACE), CELL_HEAD);
    table_add_column(a, &v->remarks, msg(c->lang, MSG_CIRCULAR_BACK_REMARKS), CELL_TEXT);
    v->remarks.tight = true;
    for (int i = 0; i < b->remarks.count; i++) {
        const CircularRemark *r = &b->remarks.items[i];
        TableRow *row = table_add_row(a, &v->remarks);
        *row_add_cell(a, row) =
            (Cell){.text = r->place.len ? r->place : msg(c->lang, MSG_CIRCULAR_BACK_NO_PLACE)};
        *row_add_cell(a, row) = (Cell){.text = r->text, .note = somebody(c, r->author)};
    }
    for (int i = 0; i < b->hands.count; i++) {
        const CircularHand *h = &b->hands.items[i];
        fact_add(a, &v->hands, somebody(c, h->name),
                 msg_str(a, c->lang, MSG_CIRCULAR_BACK_HAND, {"inserted", number(c, h->inserted)},
                         {"deleted", number(c, h->deleted)}, {"moved", number(c, h->moved)}));
    }
}

static bool show(Ctx *c, const CircularBack *b, CircularKind kind, Err *err)
{
    Str later = kind == CIRCULAR_OF_MONTH ? S("") : circular_kind_word(kind);
    CircularBackView v = {
        .title =
            msg_str(c->arena, c->lang, MSG_CIRCULAR_BACK_HEADING, {"period", b->desk.period->name}),
        .crumb = msg_str(c->arena, c->lang, MSG_CIRCULAR_HEADING, {"period", b->desk.period->name}),
        .file = b->file,
        .later = later,
        .seen = number(c, b->seen),
        .any = b->differences.count + b->points.count > 0,
        .take = !b->same,
        .action = arena_fmt(c->arena, "/circulars/%.*s", STR_ARG(b->desk.period->code)),
        .back =
            link_to(c, "/circulars/{period}", {"period", b->desk.period->code}, {"later", later})};
    fill_told(c, b, &v);
    fill_differences(c, b, &v);
    fill_points(c, b, &v);
    fill_people(c, b, &v);
    for (int i = 0; i < PASSAGES && v.take; i++)
        *arena_push(c->arena, &v.hidden) = (BackHidden){
            arena_fmt(c->arena, "text.%.*s", STR_ARG(passage_word((CircularPassage)i))),
            b->text.passages[i]};
    circular_back_html(page_begin(c, v.title, NAV_CIRCULAR), c, &v);
    return page_end(c, err);
}

bool circular_back_look(Ctx *c, Err *err)
{
    CircularBack b;
    CircularKind kind = CIRCULAR_OF_MONTH;
    const MultipartPart *file = &c->params.files.items[0];
    (void)circular_kind_parse(ctx_text(c, "later"), &kind);
    if (!circular_back_read(&c->app, c->lang, ctx_text(c, "period"), kind, file->file_name,
                            file->bytes, &b, err))
        return false;
    if (!c->json)
        return show(c, &b, kind, err);
    Json json = json_begin(c);
    circular_back_json(&b, &json);
    return json_end(c, &json, err);
}
