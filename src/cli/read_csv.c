#include "cli/read_out.h"

static void list_cell(CsvOut *csv, const Strs *list)
{
    Out text = out_new(csv->out->arena, 65536);
    for (int i = 0; i < list->count; i++) {
        if (i)
            out_s(&text, S("、"));
        out_s(&text, list->items[i]);
    }
    csv_text(csv, out_str(&text));
}

CsvOut read_out_csv_head(Out *out)
{
    static const Str columns[] = {SC("序号"),     SC("编号"),     SC("所属章节"), SC("任务"),
                                  SC("牵头领导"), SC("牵头单位"), SC("责任单位"), SC("配合单位"),
                                  SC("完成时限"), SC("完成日期"), SC("目标"),     SC("来源文件"),
                                  SC("原文起"),   SC("原文止")};
    CsvOut csv = csv_out_new(out, true);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        csv_text(&csv, columns[i]);
    csv_end_row(&csv);
    return csv;
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

static Str targets_of(Arena *arena, const Targets *targets)
{
    Out text = out_new(arena, 65536);
    for (int k = 0; k < targets->count; k++) {
        if (k)
            out_s(&text, S("；"));
        read_target_text(&text, &targets->items[k]);
    }
    return out_str(&text);
}

void read_out_csv(CsvOut *csv, const ReadResult *result)
{
    const Reading *r = &result->reading;
    Arena *arena = csv->out->arena;
    for (int i = 0; i < r->tasks.count; i++) {
        const Task *t = &r->tasks.items[i];
        csv_i64(csv, t->no);
        csv_text(csv, t->section >= 0 ? t->path : S(""));
        csv_text(csv, t->section >= 0 ? chapter(arena, r, t->section) : t->path);
        csv_text(csv, t->text);
        list_cell(csv, &t->leaders);
        list_cell(csv, &t->lead);
        list_cell(csv, &t->responsible);
        list_cell(csv, &t->supporting);
        csv_text(csv, t->deadline_text);
        csv_text(csv, t->deadline);
        csv_text(csv, targets_of(arena, &t->targets));
        csv_text(csv, result->file);
        csv_i64(csv, t->span.start);
        csv_i64(csv, t->span.end);
        csv_end_row(csv);
    }
}
