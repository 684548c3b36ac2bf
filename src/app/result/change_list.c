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

/* "yes" and "no" in the person's language; everything else as it stands. */
static Str word_text(Lang lang, Str word)
{
    if (str_eq(word, S("yes")))
        return msg(lang, MSG_OUT_YES);
    return str_eq(word, S("no")) ? msg(lang, MSG_OUT_NO) : word;
}

void change_text(Lang lang, const App *app, const Consequence *c, Str unit, Out *out)
{
    msg_out(out, lang, kind_text(c->kind), {"period", period_name(app, c->period)}, {"unit", unit},
            {"before", word_text(lang, c->before)}, {"after", word_text(lang, c->after)});
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
