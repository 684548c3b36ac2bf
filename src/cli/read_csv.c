#include "cli/read_out.h"

#include <string.h>

/* One cell: defused when a spreadsheet would take it for a formula, quoted when it must be. */
static void cell(Out *out, Str text, bool last)
{
    bool formula = text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6);
    bool quote = false;
    for (ptrdiff_t i = 0; i < text.len && !quote; i++)
        quote =
            text.ptr[i] == ',' || text.ptr[i] == '"' || text.ptr[i] == '\n' || text.ptr[i] == '\r';
    if (quote)
        out_c(out, '"');
    if (formula)
        out_c(out, '\'');
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            out_c(out, '"');
        out_c(out, text.ptr[i]);
    }
    if (quote)
        out_c(out, '"');
    out_s(out, last ? S("\r\n") : S(","));
}

static void list_cell(Out *out, const Strs *list)
{
    Out text = out_new(out->arena, 65536);
    for (int i = 0; i < list->count; i++) {
        if (i)
            out_s(&text, S("、"));
        out_s(&text, list->items[i]);
    }
    cell(out, out_str(&text), false);
}

void read_out_csv_head(Out *out)
{
    static const Str columns[] = {SC("序号"),     SC("编号"),     SC("所属章节"), SC("任务"),
                                  SC("牵头领导"), SC("牵头单位"), SC("责任单位"), SC("配合单位"),
                                  SC("完成时限"), SC("完成日期"), SC("目标"),     SC("来源文件"),
                                  SC("原文起"),   SC("原文止")};
    size_t n = sizeof columns / sizeof *columns;
    out_s(out, S("\xEF\xBB\xBF"));
    for (size_t i = 0; i < n; i++)
        cell(out, columns[i], i + 1 == n);
}

/* The titles from the top down to the section of a task. */
static Str chapter(Arena *arena, const Reading *r, int section)
{
    Str path = S("");
    for (int i = section; i >= 0; i = r->sections.items[i].parent) {
        Str title = r->sections.items[i].title;
        path = path.len ? arena_fmt(arena, "%.*s > %.*s", STR_ARG(title), STR_ARG(path)) : title;
    }
    return path;
}

void read_out_csv(Out *out, const ReadResult *result)
{
    const Reading *r = &result->reading;
    for (int i = 0; i < r->tasks.count; i++) {
        const Task *t = &r->tasks.items[i];
        Str path = t->section >= 0 ? chapter(out->arena, r, t->section) : t->path;
        cell(out, arena_fmt(out->arena, "%d", t->no), false);
        cell(out, t->section >= 0 ? t->path : S(""), false);
        cell(out, path, false);
        cell(out, t->text, false);
        list_cell(out, &t->leaders);
        list_cell(out, &t->lead);
        list_cell(out, &t->responsible);
        list_cell(out, &t->supporting);
        cell(out, t->deadline_text, false);
        cell(out, t->deadline, false);
        Out targets = out_new(out->arena, 65536);
        for (int k = 0; k < t->targets.count; k++) {
            if (k)
                out_s(&targets, S("；"));
            read_target_text(&targets, &t->targets.items[k]);
        }
        cell(out, out_str(&targets), false);
        cell(out, result->file, false);
        cell(out, arena_fmt(out->arena, "%lld", (long long)t->span.start), false);
        cell(out, arena_fmt(out->arena, "%lld", (long long)t->span.end), true);
    }
}
