/* Findings in words: what was found, and what to do about it. */
#include "app/report/report_check.h"

Str report_finding_text(Arena *arena, Lang lang, const ReportFinding *f)
{
    static const Msg words[REPORT_CHECKS] = {
        [CHECK_MISSING] = MSG_CHECK_MISSING,
        [CHECK_NUMBER] = MSG_CHECK_NUMBER,
        [CHECK_FALLS] = MSG_CHECK_FALLS,
        [CHECK_SUM] = MSG_CHECK_SUM,
        [CHECK_MEASURE] = MSG_CHECK_MEASURE,
        [CHECK_JUMP_PLAN] = MSG_CHECK_JUMP_PLAN,
        [CHECK_JUMP_PAST] = MSG_CHECK_JUMP_PAST,
        [CHECK_SAME] = MSG_CHECK_SAME,
        [CHECK_HUNDRED] = MSG_CHECK_HUNDRED,
        [CHECK_CITY] = MSG_CHECK_CITY,
        [CHECK_PARTS] = MSG_CHECK_PARTS,
        [CHECK_EVIDENCE] = MSG_CHECK_EVIDENCE,
        [CHECK_COPIED_OWN] = MSG_CHECK_COPIED_OWN,
        [CHECK_COPIED_OTHER] = MSG_CHECK_COPIED_OTHER,
        [CHECK_CAUSE] = MSG_CHECK_CAUSE,
        [CHECK_LEVEL] = MSG_CHECK_LEVEL,
        [CHECK_LONG] = MSG_CHECK_LONG,
    };
    Str where = f->where;
    if (f->check == CHECK_COPIED_OTHER && where.len == 0)
        where = msg(lang, MSG_CHECK_ANOTHER_UNIT);
    const Str levels = msg(lang, MSG_CHECK_LEVELS);
    const Arg args[] = {{"name", f->name},         {"place", f->place},   {"found", f->found},
                        {"expected", f->expected}, {"figure", f->figure}, {"where", where},
                        {"unit", f->unit},         {"levels", levels}};
    Out out = out_new(arena, 16 * 1024);
    msg_out_args(&out, lang, words[f->check], args, (int)(sizeof args / sizeof *args));
    return out_str(&out);
}

void report_findings_json(const ReportFindingList *findings, Arena *arena, Lang lang, Json *json)
{
    json_array(json);
    for (int i = 0; i < findings->count; i++) {
        const ReportFinding *f = &findings->items[i];
        json_object(json);
        json_kstr(json, S("check"), report_check_word(f->check));
        json_kstr(json, S("place"), f->place);
        json_kstr(json, S("name"), f->name);
        json_kstr(json, S("found"), f->found);
        json_kstr(json, S("expected"), f->expected);
        json_kstr(json, S("figure"), f->figure);
        json_kstr(json, S("where"), f->where);
        json_kbool(json, S("wants_answer"), f->wants_answer);
        json_kstr(json, S("answer"), f->answer);
        json_kstr(json, S("text"), report_finding_text(arena, lang, f));
        json_object_end(json);
    }
    json_array_end(json);
}
