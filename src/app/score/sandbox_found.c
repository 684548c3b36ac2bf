/* A trial's record read again: where units stood, what moved, what chance alone would make; as a workbook. */
#include "app/result/change_list.h"
#include "app/scheme/scheme_desk.h"
#include "app/scheme/scheme_load.h"
#include "app/score/sandbox_parts.h"
#include "base/limits.h"

static int number_of(const Tree *map, Str key)
{
    int64_t n = 0;
    return str_to_i64(sandbox_text_of(map, key), &n) ? (int)n : 0;
}

static bool yes(const Tree *map, Str key)
{
    return str_eq(sandbox_text_of(map, key), S("true"));
}

void sandbox_found(App *app, const SandboxRow *row, SandboxFound *ret_found)
{
    SandboxFound f = {0};
    const Tree *result = sandbox_parse(app, row->result);
    const Tree *ranks = tree_get(result, S("ranks")), *moves = tree_get(result, S("moves"));
    f.withheld = number_of(result, S("withheld"));
    f.talks_before = number_of(result, S("talks_before"));
    f.talks_after = number_of(result, S("talks_after"));
    f.has_ranks = ranks != NULL;
    for (const Tree *r = ranks ? ranks->first : NULL; r; r = r->next)
        *arena_push(app->arena, &f.ranks) = (SandboxRank){.period = sandbox_text_of(r, S("period")),
                                                          .unit = sandbox_text_of(r, S("unit")),
                                                          .before = number_of(r, S("before")),
                                                          .after = number_of(r, S("after")),
                                                          .talk_before = yes(r, S("talk_before")),
                                                          .talk_after = yes(r, S("talk_after"))};
    for (const Tree *m = moves ? moves->first : NULL; m; m = m->next)
        *arena_push(app->arena, &f.moves) =
            (SandboxMove){sandbox_text_of(m, S("period")), sandbox_text_of(m, S("unit")),
                          sandbox_text_of(m, S("kind")), sandbox_text_of(m, S("before")),
                          sandbox_text_of(m, S("after"))};
    *ret_found = f;
}

bool sandbox_chances(App *app, Lang lang, const SandboxRow *row, Str *ret_before, Str *ret_after,
                     Err *err)
{
    SchemeEntries entries = {0};
    Scheme scheme;
    Faults faults = {.arena = app->arena};
    *ret_before = *ret_after = S("");
    if (!scheme_entries(app, row->group, &entries, err))
        return false;
    for (int i = 0; i < entries.count && !ret_before->len; i++) {
        if (!str_eq(entries.items[i].digest, row->base_digest))
            continue;
        if (!scheme_entry_load(app, &entries.items[i], &scheme, err))
            return false;
        *ret_before = scheme_group_chance(app, lang, row->group, S(""), &scheme);
    }
    if (scheme_load_text(app->arena, S("scheme"), row->text, &scheme, &faults))
        *ret_after = scheme_group_chance(app, lang, row->group, S(""), &scheme);
    return true;
}

static Sheet sheet_of(App *app, Lang lang, Msg title, const Msg *heads, const SheetKind *kinds,
                      int count)
{
    Sheet sheet = sheet_new(app->arena, msg(lang, title), count);
    for (int i = 0; i < count; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, heads[i]), kinds[i], 0};
    return sheet;
}

static void rank_cell(App *app, Sheet *sheet, int rank)
{
    sheet_cell(sheet, rank ? arena_fmt(app->arena, "%d", rank) : S(""));
}

void sandbox_sheets(App *app, Lang lang, const SandboxRow *row, Sheet ret_sheets[SANDBOX_SHEETS])
{
    static const Msg heads[] = {MSG_COL_PERIOD,       MSG_COL_UNIT,
                                MSG_SANDBOX_NOW_RANK, MSG_SANDBOX_TRIED_RANK,
                                MSG_SANDBOX_NOW_TALK, MSG_SANDBOX_TRIED_TALK};
    static const SheetKind kinds[] = {SHEET_TEXT,   SHEET_TEXT, SHEET_NUMBER,
                                      SHEET_NUMBER, SHEET_TEXT, SHEET_TEXT};
    static const Msg move_heads[] = {MSG_COL_PERIOD, MSG_COL_UNIT, MSG_SANDBOX_MOVES};
    static const SheetKind move_kinds[] = {SHEET_TEXT, SHEET_TEXT, SHEET_TEXT};
    SandboxFound f;
    sandbox_found(app, row, &f);
    Sheet ranks = sheet_of(app, lang, MSG_SANDBOX_RANKS, heads, kinds, 6);
    for (int i = 0; i < f.ranks.count; i++) {
        const SandboxRank *r = &f.ranks.items[i];
        sheet_cell(&ranks, period_name(app, r->period));
        sheet_cell(&ranks, r->unit);
        rank_cell(app, &ranks, r->before);
        rank_cell(app, &ranks, r->after);
        sheet_cell(&ranks, r->talk_before ? msg(lang, MSG_SANDBOX_TALK_WORD) : S(""));
        sheet_cell(&ranks, r->talk_after ? msg(lang, MSG_SANDBOX_TALK_WORD) : S(""));
    }
    Sheet moves = sheet_of(app, lang, MSG_SANDBOX_MOVES_TITLE, move_heads, move_kinds, 3);
    for (int i = 0; i < f.moves.count; i++) {
        const SandboxMove *m = &f.moves.items[i];
        const Consequence move = {
            .period = m->period, .kind = m->kind, .before = m->before, .after = m->after};
        Out out = out_new(app->arena, LIMIT_LINE_BYTES);
        change_text(lang, app, &move, m->unit, &out);
        sheet_cell(&moves, period_name(app, m->period));
        sheet_cell(&moves, m->unit);
        sheet_cell(&moves, out_str(&out));
    }
    ret_sheets[0] = ranks;
    ret_sheets[1] = moves;
}
