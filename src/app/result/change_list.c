#include "app/result/change_list.h"

#include "doc/csv.h"

static Msg kind_text(Str kind)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {
        {SC("score"), MSG_CHANGE_SCORE},
        {SC("rank"), MSG_CHANGE_RANK},
        {SC("bottom"), MSG_CHANGE_BOTTOM},
        {SC("talk_vanishes"), MSG_CHANGE_TALK_VANISHES},
        {SC("talk_appears"), MSG_CHANGE_TALK_APPEARS},
        {SC("streak"), MSG_CHANGE_STREAK},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, kind))
            return words[i].text;
    return MSG_CHANGE_CIRCULAR;
}

/* "yes" and "no" in the person's language, months by their names; everything else as it stands. */
static Str word_text(Lang lang, const App *app, const Consequence *c, Str word)
{
    if (str_eq(word, S("yes")))
        return msg(lang, MSG_OUT_YES);
    if (str_eq(word, S("no")))
        return msg(lang, MSG_OUT_NO);
    if (!word.len || !str_starts(c->kind, S("talk_")))
        return word;
    Out names = out_new(app->arena, 256);
    for (bool first = true; word.len; first = false) {
        out_s(&names, first ? S("") : msg(lang, MSG_LIST_COMMA));
        out_s(&names, period_name(app, str_cut(&word, ';')));
    }
    return out_str(&names);
}

void change_text(Lang lang, const App *app, const Consequence *c, Str unit, Out *out)
{
    msg_out(out, lang, kind_text(c->kind), {"period", period_name(app, c->period)}, {"unit", unit},
            {"before", word_text(lang, app, c, c->before)},
            {"after", word_text(lang, app, c, c->after)});
}

void change_list_text(Lang lang, const App *app, const ConsequenceList *changes, Out *out)
{
    for (int i = 0; i < changes->count; i++) {
        const Consequence *c = &changes->items[i];
        change_text(lang, app, c, unit_name(app, c->unit), out);
        out_c(out, '\n');
    }
}

void change_list_csv(Lang lang, const App *app, const ConsequenceList *changes, Out *out)
{
    static const Msg heads[] = {MSG_COL_PERIOD, MSG_COL_UNIT_CODE, MSG_COL_UNIT,
                                MSG_COL_KIND,   MSG_COL_BEFORE,    MSG_COL_AFTER};
    CsvOut csv = csv_out_new(out, true);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        csv_text(&csv, msg(lang, heads[i]));
    csv_end_row(&csv);
    for (int i = 0; i < changes->count; i++) {
        const Consequence *c = &changes->items[i];
        const Str cells[] = {c->period, c->unit,   unit_name(app, c->unit),
                             c->kind,   c->before, c->after};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++)
            csv_text(&csv, cells[k]);
        csv_end_row(&csv);
    }
}
