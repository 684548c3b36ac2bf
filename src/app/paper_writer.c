#include "app/paper_writer.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "core/month.h"

Str paper_say_args(App *app, Msg id, const Arg *args, int nargs)
{
    Out out = out_new(app->arena, LIMIT_OUTPUT_BYTES);
    msg_out_args(&out, LANG_ZH, id, args, nargs);
    return out_str(&out);
}

Str campaign_name(const App *app)
{
    Str name = app->def.name;
    if (app->def.city.len && str_starts(name, app->def.city))
        name = str_sub(name, app->def.city.len, name.len);
    return name;
}

Str paper_campaign(App *app, Figures *figures)
{
    return figure_name(figures, campaign_name(app));
}

Str writer_number(PaperWriter *w, int n, Figure origin)
{
    return figure(&w->figures, arena_fmt(w->app->arena, "%d", n), origin);
}

Str writer_layout(PaperWriter *w, int n)
{
    return writer_number(w, n, (Figure){.kind = S("layout")});
}

Str period_text(PaperWriter *w, const CampaignPeriod *period)
{
    Str year = arena_fmt(w->app->arena, "%d", month_year(month_of_date(period->to)));
    return paper_say(w->app, MSG_PAPER_PERIOD, {"year", year}, {"name", period->name});
}

Str writer_period(PaperWriter *w, const CampaignPeriod *period)
{
    return figure(&w->figures, period_text(w, period),
                  (Figure){.kind = S("period"), .period = period->code});
}

Str writer_date(PaperWriter *w, Date date)
{
    Out out = out_new(w->app->arena, 64);
    date_out_cn(&out, date);
    return figure(&w->figures, out_str(&out), (Figure){.kind = S("date")});
}

void writer_heading(PaperWriter *w, int level, Str text)
{
    App *app = w->app;
    if (level == 1) {
        w->chapter++;
        w->section = 0;
    } else {
        w->section++;
    }
    Str no = paper_numeral(app->arena, level == 1 ? w->chapter : w->section);
    Str line = level == 1 ? paper_say(app, MSG_PAPER_HEAD_1, {"no", no}, {"text", text})
                          : paper_say(app, MSG_PAPER_HEAD_2, {"no", no}, {"text", text});
    if (level == 1)
        w->chapter_line = line;
    w->figures.place = level == 1 ? line
                                  : paper_say(app, MSG_PAPER_PLACE_SECTION,
                                              {"chapter", w->chapter_line}, {"section", line});
    paper_heading(app->arena, &w->paper.body, level, line);
}

void writer_paragraph(PaperWriter *w, Str text)
{
    paper_paragraph(w->app->arena, &w->paper.body, text);
}

/* Puts the separator between items: 甲、乙、丙 */
void writer_item(Out *list, Msg separator, Str item)
{
    if (list->len)
        out_s(list, msg(LANG_ZH, separator));
    out_s(list, item);
}

Str writer_said(PaperWriter *w, Str text)
{
    return figure_name(&w->figures, text);
}

void writer_said_lines(PaperWriter *w, Str text)
{
    while (text.len) {
        Str line = utf8_trim(str_cut(&text, '\n'));
        if (line.len)
            writer_paragraph(w, writer_said(w, line));
    }
}

void writer_sample_mark(PaperWriter *w)
{
    if (w->app->def.sample)
        *arena_push(w->app->arena, &w->paper.marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
}

Out writer_list(PaperWriter *w)
{
    return out_new(w->app->arena, LIMIT_OUTPUT_BYTES);
}

bool writer_done(PaperWriter *w, Figures *ret_figures, Paper *ret_paper, Str *ret_text, Err *err)
{
    Arena *arena = w->app->arena;
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    paper_txt(&w->paper, &out);
    if (!out_ok(&out))
        return err_set(err, ERR_LIMIT, {"name", msg(LANG_ZH, MSG_LIMIT_OUTPUT)},
                       {"limit", arena_fmt(arena, "%d", LIMIT_OUTPUT_BYTES)}, {"found", S(">")});
    *ret_figures = w->figures;
    *ret_paper = w->paper;
    *ret_text = out_str(&out);
    return figures_check(&w->figures, *ret_text, err);
}
