#include "cli/read_out.h"

static Str joined(Arena *arena, const Strs *list)
{
    Out text = out_new(arena, 65536);
    for (int i = 0; i < list->count; i++) {
        if (i)
            out_s(&text, S("、"));
        out_s(&text, list->items[i]);
    }
    return out_str(&text);
}

static const SheetColumn columns[] = {
    {SC("序号"), SHEET_NUMBER, 0},   {SC("编号"), SHEET_TEXT, 0},
    {SC("所属章节"), SHEET_TEXT, 0}, {SC("任务"), SHEET_TEXT, 0},
    {SC("牵头领导"), SHEET_TEXT, 0}, {SC("牵头单位"), SHEET_TEXT, 0},
    {SC("责任单位"), SHEET_TEXT, 0}, {SC("配合单位"), SHEET_TEXT, 0},
    {SC("完成时限"), SHEET_TEXT, 0}, {SC("完成日期"), SHEET_DATE, 0},
    {SC("目标"), SHEET_TEXT, 0},     {SC("来源文件"), SHEET_TEXT, 0},
    {SC("原文起"), SHEET_NUMBER, 0}, {SC("原文止"), SHEET_NUMBER, 0}};

Sheet read_out_sheet(Arena *arena, Str name)
{
    enum { COLUMNS = sizeof columns / sizeof columns[0] };
    Sheet sheet = sheet_new(arena, name, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = columns[i];
    return sheet;
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

void read_out_rows(Sheet *sheet, const ReadResult *result)
{
    const Reading *r = &result->reading;
    Arena *arena = sheet->arena;
    for (int i = 0; i < r->tasks.count; i++) {
        const DraftTask *t = &r->tasks.items[i];
        sheet_i64(sheet, t->no);
        sheet_cell(sheet, t->section >= 0 ? t->path : S(""));
        sheet_cell(sheet, t->section >= 0 ? chapter(arena, r, t->section) : t->path);
        sheet_cell(sheet, t->text);
        sheet_cell(sheet, joined(arena, &t->leaders));
        sheet_cell(sheet, joined(arena, &t->lead));
        sheet_cell(sheet, joined(arena, &t->responsible));
        sheet_cell(sheet, joined(arena, &t->supporting));
        sheet_cell(sheet, t->deadline_text);
        sheet_cell(sheet, t->deadline);
        sheet_cell(sheet, targets_of(arena, &t->targets));
        sheet_cell(sheet, result->file);
        sheet_i64(sheet, t->span.start);
        sheet_i64(sheet, t->span.end);
    }
}
