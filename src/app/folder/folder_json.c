/* A form as the JSON form of a report (docs/formats/campaign.md), so that the import reads what it always reads. */
#include "app/folder/folder_parts.h"
#include "base/limits.h"
#include "doc/typed.h"
#include "i18n/msg.h"

static Str told(const FolderCell *cell)
{
    return cell->state == FOLDER_CELL_VALUE ? cell->value
           : cell->state == FOLDER_CELL_NA  ? S("NA")
                                            : S("");
}

/* The note, and what was written of figures that are about so much: no tolerance is made of 约. */
static Str note_of(FolderRead *r, const FolderValue *v)
{
    static const Msg figures[] = {[FOLDER_MONTH] = MSG_FOLDER_CHOICE_MONTH,
                                  [FOLDER_TOTAL] = MSG_FOLDER_CHOICE_CUMULATIVE,
                                  [FOLDER_LAST] = MSG_FOLDER_CHOICE_LAST_YEAR};
    Str note = form_fold(r->arena, v->note);
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        const FolderCell *c = &v->cells[i];
        if (c->state != FOLDER_CELL_VALUE || !c->about)
            continue;
        Str word = msg_str(r->arena, LANG_ZH, MSG_FOLDER_NOTE_ABOUT,
                           {"figure", msg(LANG_ZH, figures[i])}, {"found", c->found});
        note = note.len ? arena_fmt(r->arena, "%.*s；%.*s", STR_ARG(note), STR_ARG(word)) : word;
    }
    return note;
}

static void value_json(FolderRead *r, Json *json, const FolderValue *v)
{
    const Indicator *ind = &r->know.def->indicators.items[v->indicator];
    int scored = indicator_is_cumulative(ind) ? FOLDER_TOTAL : FOLDER_MONTH,
        other = scored == FOLDER_TOTAL ? FOLDER_MONTH : FOLDER_TOTAL;
    bool na = v->cells[scored].state == FOLDER_CELL_NA;
    Str values[FOLDER_FIGURES];
    for (int i = 0; i < FOLDER_FIGURES; i++)
        values[i] = told(&v->cells[i]);
    if (na && v->cells[other].state != FOLDER_CELL_VALUE)
        values[other] = S("NA");
    json_object(json);
    json_kstr(json, S("code"), ind->code);
    json_kstr(json, S("name"), ind->name);
    json_kstr(json, S("unit"), ind->unit);
    json_kstr(json, S("month"), values[FOLDER_MONTH]);
    json_kstr(json, S("cumulative"), values[FOLDER_TOTAL]);
    json_kstr(json, S("last_year"), values[FOLDER_LAST]);
    json_kstr(json, S("note"), note_of(r, v));
    if (v->cells[scored].state == FOLDER_CELL_PENDING)
        json_kstr(json, S("state"), S("尚未取得"));
    json_object_end(json);
}

/* The text of a cell of its own row; a merged one from above is not repeated. */
static Str cell_text(FolderRead *r, const FolderForm *form, const FolderTable *t, FormColumn column,
                     int64_t row)
{
    int col = t->columns[column];
    const XlsxCell *cell = col ? grid_cell(&form->sheet->grid, row, col) : NULL;
    if (!cell || cell->is_error)
        return S("");
    return form_fold(r->arena, str_sub(cell->text, 0, 8000));
}

static bool is_task(const FolderRead *r, Str no)
{
    for (int i = 0; i < r->know.def->tasks.count; i++)
        if (str_eq(r->know.def->tasks.items[i].no, no))
            return true;
    return false;
}

static Str due_text(FolderRead *r, Str text)
{
    Date date;
    Err ignored = {0};
    return typed_date(r->arena, text, &date, NULL, &ignored) ? date_str(r->arena, date) : text;
}

static bool is_foot(FolderRead *r, Str first)
{
    Str s = form_squeeze(r->arena, first);
    ptrdiff_t colon = str_find(s, S(":"), 0);
    return form_key(colon > 0 ? str_sub(s, 0, colon) : s) ||
           form_mark(colon > 0 ? str_sub(s, 0, colon) : s) == FORM_MARK_FOOT ||
           str_starts(s, S("表三")) || str_starts(s, S("附"));
}

static void task_rows(FolderRead *r, const FolderForm *form, const FolderTable *t, Json *json)
{
    static const FormColumn columns[] = {FORM_TASK,  FORM_PROGRESS, FORM_ON_TIME, FORM_PROBLEM,
                                         FORM_CAUSE, FORM_NEXT,     FORM_DUE};
    static const Str keys[] = {SC("task"),  SC("progress"), SC("on_time"), SC("problem"),
                               SC("cause"), SC("next"),     SC("due")};
    for (int64_t row = t->first_row; row <= t->last_row && row <= form->sheet->grid.rows; row++) {
        Str no = cell_text(r, form, t, FORM_TASK, row);
        if (!is_task(r, no))
            continue;
        json_object(json);
        for (int i = 0; i < 7; i++) {
            Str text = cell_text(r, form, t, columns[i], row);
            json_kstr(json, keys[i], i == 6 ? due_text(r, text) : text);
        }
        json_object_end(json);
    }
}

static void request_rows(FolderRead *r, const FolderForm *form, const FolderTable *t, Json *json)
{
    static const FormColumn columns[] = {FORM_MATTER, FORM_DONE, FORM_PROPOSAL, FORM_LEVEL};
    static const Str keys[] = {SC("matter"), SC("done"), SC("proposal"), SC("level")};
    for (int64_t row = t->first_row; row <= t->last_row && row <= form->sheet->grid.rows; row++) {
        Str matter = cell_text(r, form, t, FORM_MATTER, row);
        Figure f;
        figure_read(r->arena, matter, &f);
        if (is_foot(r, matter))
            return;
        if (matter.len == 0 || f.kind == FIGURE_DASH || f.kind == FIGURE_NA ||
            f.kind == FIGURE_PENDING)
            continue;
        json_object(json);
        for (int i = 0; i < 4; i++)
            json_kstr(json, keys[i], cell_text(r, form, t, columns[i], row));
        json_object_end(json);
    }
}

static void list_of(FolderRead *r, const FolderForm *form, FolderTableKind kind, Json *json)
{
    json_array(json);
    for (int i = 0; i < form->ntables; i++) {
        if (form->tables[i].kind != kind)
            continue;
        if (kind == FOLDER_TASKS)
            task_rows(r, form, &form->tables[i], json);
        else
            request_rows(r, form, &form->tables[i], json);
    }
    json_array_end(json);
}

Str folder_json(FolderRead *r, const FolderForm *form, const FolderUnit *unit)
{
    const FolderHead *h = &form->head;
    Out out = out_new(r->arena, LIMIT_JSON_BYTES);
    Json json = json_new(&out, false);
    int64_t sent = h->sent_on != DATE_NONE ? h->sent_at : r->know.app->now_ms;
    json_object(&json);
    json_kstr(&json, S("unit"), r->know.def->units.items[form->unit].code);
    json_kstr(&json, S("period"), r->know.period->code);
    json_kstr(&json, S("nature"), h->values[FORM_KEY_NATURE]);
    json_kstr(&json, S("filler"), h->values[FORM_KEY_FILLER]);
    json_kstr(&json, S("phone"), h->values[FORM_KEY_PHONE]);
    json_kstr(&json, S("reviewer"), h->values[FORM_KEY_REVIEWER]);
    json_kstr(&json, S("signer"), h->values[FORM_KEY_SIGNER]);
    json_kstr(&json, S("sent"), instant_str(r->arena, sent));
    json_key(&json, S("indicators"));
    json_array(&json);
    for (int i = 0; i < unit->values.count; i++)
        value_json(r, &json, &unit->values.items[i]);
    json_array_end(&json);
    json_key(&json, S("tasks"));
    list_of(r, form, FOLDER_TASKS, &json);
    json_key(&json, S("requests"));
    list_of(r, form, FOLDER_REQUESTS, &json);
    json_object_end(&json);
    return out_str(&out);
}
