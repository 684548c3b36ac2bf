#include "cli/read_out.h"

#include "base/utf8.h"

static Msg warn_msg(WarnKind kind)
{
    static const Msg messages[WARN_COUNT] = {[WARN_PAGE_OF] = MSG_READ_WARN_PAGE_OF,
                                             [WARN_PREVIEW_ENDS] = MSG_READ_WARN_PREVIEW_ENDS,
                                             [WARN_LOGIN_NEEDED] = MSG_READ_WARN_LOGIN_NEEDED,
                                             [WARN_MORE_ELSEWHERE] = MSG_READ_WARN_MORE_ELSEWHERE,
                                             [WARN_TEXT_OMITTED] = MSG_READ_WARN_TEXT_OMITTED,
                                             [WARN_ANNOUNCED_FOUND] = MSG_READ_WARN_ANNOUNCED_FOUND,
                                             [WARN_NO_FIRST] = MSG_READ_WARN_NO_FIRST,
                                             [WARN_SKIPPED] = MSG_READ_WARN_SKIPPED,
                                             [WARN_MASKED] = MSG_READ_WARN_MASKED,
                                             [WARN_NO_TITLE] = MSG_READ_WARN_NO_TITLE,
                                             [WARN_TITLE_DERIVED] = MSG_READ_WARN_TITLE_DERIVED,
                                             [WARN_DATE_NO_YEAR] = MSG_READ_WARN_DATE_NO_YEAR,
                                             [WARN_NAMED_NOT_GIVEN] = MSG_READ_WARN_NAMED_NOT_GIVEN,
                                             [WARN_TABLE_ROW] = MSG_READ_WARN_TABLE_ROW,
                                             [WARN_ENDS_OPEN] = MSG_READ_WARN_ENDS_OPEN};
    return messages[kind];
}

static Str number(Arena *arena, int64_t value)
{
    return arena_fmt(arena, "%lld", (long long)value);
}

/* 二是 → 一是: the marker before, in the same shape. */
static Str marker_before(Arena *arena, Str marker, int missing)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};
    if (missing < 1 || missing > 10 || marker.len < 3)
        return number(arena, missing);
    static const Str tails[] = {SC("是"), SC("要"), SC("则")};
    for (size_t i = 0; i < 3; i++)
        if (str_ends(marker, tails[i]))
            return arena_fmt(arena, "%s%.*s", digits[missing], STR_ARG(tails[i]));
    if (str_starts(marker, S("第")))
        return arena_fmt(arena, "第%s", digits[missing]);
    if (marker.ptr[0] == '(' || (marker.ptr[0] >= '0' && marker.ptr[0] <= '9'))
        return number(arena, missing);
    return str_from_z(digits[missing]);
}

void read_warning_text(Out *out, const Warning *w, Lang lang)
{
    Str missing = w->kind == WARN_NO_FIRST || w->kind == WARN_SKIPPED
                      ? marker_before(out->arena, w->what, w->found)
                      : S("");
    msg_out(out, lang, warn_msg(w->kind), {"what", utf8_prefix(w->what, 120)}, {"missing", missing},
            {"announced", number(out->arena, w->announced)},
            {"found", number(out->arena, w->found)});
}

void read_target_text(Out *out, const DraftTarget *t)
{
    static const char *const signs[REL_COUNT] = {"=", "≥", "≤", ">", "<", "≈",
                                                 "+", "-", "",  "",  ""};
    if (t->modality.len)
        out_f(out, "%.*s ", STR_ARG(t->modality));
    out_s(out, t->what);
    if (t->relation == REL_COMPLETE || t->relation == REL_ALL)
        return;
    out_f(out, " %s", signs[t->relation]);
    if (t->bound != REL_EQ)
        out_f(out, "(%s)", signs[t->bound]);
    if (t->unknown)
        out_s(out, S("?"));
    else
        out_s(out, t->value);
    if (t->value_to.len)
        out_f(out, "-%.*s", STR_ARG(t->value_to));
    out_s(out, t->unit);
}

static void row(Out *out, Lang lang, Msg label, Str value)
{
    if (value.len == 0)
        return;
    out_pad(out, msg(lang, label), 10);
    out_s(out, S("  "));
    out_s(out, value);
    out_c(out, '\n');
}

static Str joined(Arena *arena, const Strs *list)
{
    Out out = out_new(arena, 65536);
    for (int i = 0; i < list->count; i++) {
        if (i)
            out_s(&out, S("、"));
        out_s(&out, list->items[i]);
    }
    return out_str(&out);
}

static void task_line(Out *out, Lang lang, Msg label, Str value)
{
    if (value.len == 0)
        return;
    out_s(out, S("      "));
    out_pad(out, msg(lang, label), 10);
    out_s(out, S("  "));
    out_s(out, value);
    out_c(out, '\n');
}

static void tasks(Out *out, const Reading *r, Lang lang)
{
    for (int i = 0; i < r->tasks.count; i++) {
        const DraftTask *t = &r->tasks.items[i];
        out_f(out, "%4d  %.*s%s%.*s\n", t->no, STR_ARG(t->path), t->path.len ? "  " : "",
              STR_ARG(t->text));
        task_line(out, lang, MSG_READ_LEADERS, joined(out->arena, &t->leaders));
        task_line(out, lang, MSG_READ_LEAD, joined(out->arena, &t->lead));
        task_line(out, lang, MSG_READ_RESPONSIBLE, joined(out->arena, &t->responsible));
        task_line(out, lang, MSG_READ_SUPPORTING, joined(out->arena, &t->supporting));
        if (t->deadline_text.len)
            task_line(out, lang, MSG_READ_DEADLINE,
                      t->deadline.len ? arena_fmt(out->arena, "%.*s (%.*s)",
                                                  STR_ARG(t->deadline_text), STR_ARG(t->deadline))
                                      : t->deadline_text);
        for (int k = 0; k < t->targets.count; k++) {
            Out text = out_new(out->arena, 4096);
            read_target_text(&text, &t->targets.items[k]);
            task_line(out, lang, MSG_READ_TARGET, out_str(&text));
        }
    }
}

static void heading(Out *out, Lang lang, Msg label, int count)
{
    out_c(out, '\n');
    out_s(out, msg(lang, label));
    out_f(out, " (%d)\n", count);
}

static void facts(Out *out, const Facts *f, Lang lang)
{
    for (int i = 0; i < f->components.count; i++) {
        const Component *c = &f->components.items[i];
        Str parts = joined(out->arena, c->areas ? &c->titles : &c->parts);
        row(out, lang, MSG_READ_COMPONENT,
            arena_fmt(out->arena, "%.*s (%d): %.*s", STR_ARG(c->name),
                      c->areas ? c->areas : c->parts.count, STR_ARG(parts)));
    }
    for (int i = 0; i < f->structures.count; i++)
        row(out, lang, MSG_READ_STRUCTURE, f->structures.items[i].text);
    for (int i = 0; i < f->posts.count; i++)
        row(out, lang, MSG_READ_POST,
            arena_fmt(out->arena, "%.*s %.*s: %.*s", STR_ARG(f->posts.items[i].body),
                      STR_ARG(f->posts.items[i].post), STR_ARG(f->posts.items[i].held_by)));
    for (int i = 0; i < f->groups.count; i++)
        row(out, lang, MSG_READ_GROUP,
            arena_fmt(out->arena, "%.*s (%d)", STR_ARG(f->groups.items[i].name),
                      f->groups.items[i].size));
    for (int i = 0; i < f->cadence.count; i++) {
        const Cadence *c = &f->cadence.items[i];
        Str by = joined(out->arena, &c->by);
        row(out, lang, MSG_READ_CADENCE,
            arena_fmt(out->arena, "%.*s  %.*s%s%.*s  %.*s", STR_ARG(c->every), STR_ARG(by),
                      c->to.len ? " → " : "", STR_ARG(c->to), STR_ARG(c->text)));
    }
    for (int i = 0; i < f->bottom.count; i++) {
        const Bottom *b = &f->bottom.items[i];
        row(out, lang, MSG_READ_BOTTOM,
            arena_fmt(out->arena, "%d × %s  %.*s", b->n,
                      b->months ? arena_fmt(out->arena, "%d", b->months).ptr : "?",
                      STR_ARG(b->consequence)));
    }
    row(out, lang, MSG_READ_CHAIN,
        f->report_chain.count ? joined(out->arena, &f->report_chain) : S(""));
    for (int i = 0; i < f->phases.count; i++)
        row(out, lang, MSG_READ_PHASE, f->phases.items[i].title);
}

void read_out_text(Out *out, const ReadResult *result, Lang lang)
{
    const Reading *r = &result->reading;
    row(out, lang, MSG_READ_FILE, result->file);
    row(out, lang, MSG_READ_TITLE, r->title);
    row(out, lang, MSG_READ_DOC_NO, r->doc_no);
    row(out, lang, MSG_READ_ISSUER, r->issuer);
    row(out, lang, MSG_READ_ISSUED, r->issued);
    heading(out, lang, MSG_READ_SECTIONS, r->sections.count);
    for (int i = 0; i < r->sections.count; i++) {
        const Section *s = &r->sections.items[i];
        for (int k = 1; k < s->level; k++)
            out_s(out, S("  "));
        out_f(out, "%.*s  %.*s\n", STR_ARG(s->no), STR_ARG(s->title));
    }
    heading(out, lang, MSG_READ_TASKS, r->tasks.count);
    tasks(out, r, lang);
    out_c(out, '\n');
    facts(out, &r->facts, lang);
    if (r->warnings.count)
        heading(out, lang, MSG_READ_WARNINGS, r->warnings.count);
    for (int i = 0; i < r->warnings.count; i++) {
        out_s(out, S("  ! "));
        read_warning_text(out, &r->warnings.items[i], lang);
        out_c(out, '\n');
    }
}

void read_out_trace(Out *out, const ReadResult *result, Lang lang)
{
    const Source *src = &result->trace.source;
    const Reading *r = &result->reading;
    out_f(out, "== %.*s: ", STR_ARG(result->file));
    out_s(out, msg(lang, MSG_READ_STAGE_CLEAN));
    out_c(out, '\n');
    for (int i = 0; i < CLEAN_KIND_COUNT; i++)
        if (r->cleaning[i])
            out_f(out, "   %-12s %d\n", read_clean_kind((CleanKind)i), r->cleaning[i]);
    for (int i = 0; i < src->removed.count; i++)
        out_f(out, " - %lld-%lld %.*s\n", (long long)src->removed.items[i].span.start,
              (long long)src->removed.items[i].span.end, STR_ARG(src->removed.items[i].text));
    for (int i = 0; i < src->nlines; i++)
        if (!src->lines[i].removed)
            out_f(out, "   %.*s\n",
                  STR_ARG(str_sub(src->clean, src->lines[i].start, src->lines[i].end)));
    out_s(out, S("== "));
    out_s(out, msg(lang, MSG_READ_STAGE_OUTLINE));
    out_c(out, '\n');
    for (int i = 0; i < r->sections.count; i++) {
        const Section *s = &r->sections.items[i];
        out_f(out, "   %lld-%lld %*s%.*s %.*s\n", (long long)s->span.start, (long long)s->span.end,
              s->level * 2, "", STR_ARG(s->no), STR_ARG(s->title));
    }
    out_s(out, S("== "));
    out_s(out, msg(lang, MSG_READ_STAGE_EXTRACT));
    out_c(out, '\n');
    tasks(out, r, lang);
    out_s(out, S("== "));
    out_s(out, msg(lang, MSG_READ_STAGE_FACTS));
    out_c(out, '\n');
    facts(out, &r->facts, lang);
    for (int i = 0; i < r->warnings.count; i++) {
        out_s(out, S(" ! "));
        read_warning_text(out, &r->warnings.items[i], lang);
        out_c(out, '\n');
    }
}
