/* Questions of a folder and their answers. An id is made of what is asked, never of its order. */
#include "app/folder/folder_parts.h"
#include "base/hex.h"
#include "base/limits.h"
#include "doc/rows.h"
#include "doc/typed.h"

static const Str kind_words[FOLDER_ASKS] = {
    [FOLDER_ASK_UNIT] = SC("unit"),      [FOLDER_ASK_WHO] = SC("who"),
    [FOLDER_ASK_PERIOD] = SC("period"),  [FOLDER_ASK_SHEET] = SC("sheet"),
    [FOLDER_ASK_COLUMN] = SC("column"),  [FOLDER_ASK_ROW] = SC("row"),
    [FOLDER_ASK_CODE] = SC("code"),      [FOLDER_ASK_MEASURE] = SC("measure"),
    [FOLDER_ASK_SCALE] = SC("scale"),    [FOLDER_ASK_VERSION] = SC("version"),
    [FOLDER_ASK_FIGURES] = SC("figures")};

static Str id_of(Arena *arena, const FolderAsk *ask)
{
    Str key = arena_fmt(arena, "%.*s|%.*s", STR_ARG(kind_words[ask->kind]), STR_ARG(ask->key));
    uint64_t hash = str_hash(key);
    return arena_fmt(arena, "%.*s-%06llx", STR_ARG(kind_words[ask->kind]),
                     (unsigned long long)(hash & 0xFFFFFF));
}

static bool may_choose(const FolderRead *r, const FolderAsk *ask, Str choice)
{
    for (int i = 0; i < ask->nchoices; i++)
        if (str_eq(ask->choices[i], choice))
            return true;
    for (int i = 0; ask->kind == FOLDER_ASK_WHO && i < r->know.def->units.count; i++)
        if (str_eq(r->know.def->units.items[i].code, choice))
            return true;
    return false;
}

/* The answer to this item, else that to all. */
static bool answer(const FolderRead *r, const FolderAsk *ask, Str id, Str *ret_choice)
{
    bool found = false;
    for (int i = 0; r->answers && i < r->answers->count; i++) {
        const FolderAnswer *a = &r->answers->items[i];
        bool own = a->item.len && str_eq(a->item, ask->item.key);
        if (!str_eq(a->id, id) || (a->item.len && !own) || !may_choose(r, ask, a->choice))
            continue;
        *ret_choice = a->choice;
        found = true;
        if (own)
            return true;
    }
    return found;
}

bool folder_ask(FolderRead *r, const FolderAsk *ask, Str *ret_choice)
{
    enum { ITEMS_MAX = 400, CHOICES_MAX = 12 };
    Str id = id_of(r->arena, ask);
    FolderResult *result = r->result;
    if (answer(r, ask, id, ret_choice)) {
        result->answered++;
        return true;
    }
    FolderQuestion *q = NULL;
    for (int i = 0; i < result->questions.count; i++)
        if (str_eq(result->questions.items[i].id, id))
            q = &result->questions.items[i];
    if (!q) {
        q = arena_push(r->arena, &result->questions);
        q->id = id;
        q->kind = ask->kind;
        q->what = ask->what;
        q->a = ask->a;
        q->b = ask->b;
    }
    for (int i = 0; i < ask->nchoices; i++) {
        bool there = false;
        for (int k = 0; k < q->choices.count; k++)
            there = there || str_eq(q->choices.items[k], ask->choices[i]);
        if (!there && q->choices.count < CHOICES_MAX)
            q->choices.items[q->choices.count++] = ask->choices[i];
    }
    for (int i = 0; i < q->items.count; i++)
        if (str_eq(q->items.items[i].place, ask->item.place))
            return false;
    if (q->items.count < ITEMS_MAX)
        *arena_push(r->arena, &q->items) = ask->item;
    return false;
}

/* ---- answers in a file ---- */

bool folder_answers_read(Arena *arena, Str bytes, Str file, CsvConvert convert,
                         FolderAnswers *ret_answers, Err *err)
{
    enum { ANSWERS_MAX = 2000 };
    AUTO_TABLE_ROWS rows = {0};
    CsvRow row;
    if (!rows_open(&rows, arena, bytes, file, convert, err))
        return false;
    while (rows_next(&rows, &row, err)) {
        Str id = typed_trim(row.cells[0]), choice = typed_trim(csv_cell(&row, 1)), item = S("");
        if (csv_is_blank(&row) || str_starts(id, S("#")))
            continue;
        ptrdiff_t colon = str_find(id, S(":"), 0);
        if (colon >= 0) {
            item = str_sub(id, colon + 1, id.len);
            id = str_sub(id, 0, colon);
        }
        if (id.len == 0 || ret_answers->count >= ANSWERS_MAX) {
            err_set(err, ERR_FOLDER_ANSWER, {"found", typed_shown(arena, id)});
            err_at_file(err, file);
            return err_at_cell(err, row.row, 1);
        }
        if (choice.len)
            *arena_push(arena, ret_answers) = (FolderAnswer){id, item, choice};
    }
    return err->code == ERR_NONE;
}
