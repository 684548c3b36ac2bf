#include "web/talk_lines.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "http/fields.h"

#include "web/templates/talk_lines.html.h"

enum { ROWS_OPEN = 6, CELLS_MAX = 4, LINES_BYTES_MAX = 1 << 20 }; /* more than the form may have */

typedef struct LineColumn {
    const char *name;
    Msg label;
} LineColumn;

static const LineColumn requirement[CELLS_MAX] = {{"what", MSG_TALK_COL_WHAT},
                                                  {"owner", MSG_TALK_COL_OWNER},
                                                  {"workdays", MSG_TALK_COL_WORKDAYS},
                                                  {"task", MSG_TALK_COL_TASK}};
static const LineColumn problem[CELLS_MAX] = {{"text", MSG_TALK_COL_PROBLEM},
                                              {"task", MSG_TALK_COL_TASK}};

bool talk_is_lines(TalkFieldId field)
{
    return field == TALK_F_PROBLEMS || field == TALK_F_REQUIREMENTS;
}

static const LineColumn *columns_of(TalkFieldId field, int *ret_count)
{
    *ret_count = field == TALK_F_PROBLEMS ? 2 : CELLS_MAX;
    return field == TALK_F_PROBLEMS ? problem : requirement;
}

static Str cell_name(Ctx *c, TalkFieldId field, const LineColumn *column, int row)
{
    return arena_fmt(c->arena, "%s.%s.%d", talk_fields[field].name, column->name, row + 1);
}

static Str cell_typed(Ctx *c, Str name)
{
    return utf8_trim(fields_get(&c->params.fields, name));
}

static void add_row(Ctx *c, TalkFieldId field, int n, bool typed, TalkLinesPart *part)
{
    int ncolumns;
    const LineColumn *columns = columns_of(field, &ncolumns);
    TalkLineView *row = arena_push(c->arena, &part->rows);
    row->n = arena_fmt(c->arena, "%d", n + 1);
    for (int i = 0; i < ncolumns; i++) {
        Str name = cell_name(c, field, &columns[i], n);
        *arena_push(c->arena, &row->cells) =
            (TalkCellView){name,
                           msg_str(c->arena, c->lang, MSG_TALK_CELL, {"n", row->n},
                                   {"what", msg(c->lang, columns[i].label)}),
                           typed ? cell_typed(c, name) : S("")};
    }
}

void talk_lines_fill(Ctx *c, TalkFieldId field, bool typed, TalkLinesView *v)
{
    int ncolumns;
    const LineColumn *columns = columns_of(field, &ncolumns);
    *v = (TalkLinesView){.label = msg(c->lang, talk_fields[field].label),
                         .help = msg(c->lang, field == TALK_F_PROBLEMS
                                                  ? MSG_TALK_HELP_PROBLEM_ROWS
                                                  : MSG_TALK_HELP_REQUIREMENT_ROWS)};
    for (int i = 0; i < ncolumns; i++)
        *arena_push(c->arena, &v->heads) =
            (Option){.label = msg(c->lang, columns[i].label), .chosen = i == 0};
    TalkLinesPart *part = NULL;
    for (int n = 0; n < LIMIT_TALK_COMMITMENTS; n++) {
        if (n == 0 || n == ROWS_OPEN) {
            part = arena_push(c->arena, &v->parts);
            *part = (TalkLinesPart){.more = n ? msg(c->lang, MSG_TALK_MORE_ROWS) : S("")};
        }
        add_row(c, field, n, typed, part);
    }
}

void talk_lines(Out *out, const Ctx *c, const TalkLinesView *view)
{
    talk_lines_html(out, c, view);
}

Str talk_lines_typed(Ctx *c, TalkFieldId field)
{
    int ncolumns;
    const LineColumn *columns = columns_of(field, &ncolumns);
    Out lines = out_new(c->arena, LINES_BYTES_MAX);
    bool any = false;
    for (int n = 0; n < LIMIT_TALK_COMMITMENTS; n++) {
        for (int i = 0; i < ncolumns; i++) {
            Str cell = cell_typed(c, cell_name(c, field, &columns[i], n));
            out_s(&lines, i ? S("|") : S(""));
            any |= cell.len > 0;
            while (cell.len) { /* a row is a line, whatever was pasted into it */
                out_s(&lines, str_cut(&cell, '\n'));
                out_s(&lines, cell.len ? S(" ") : S(""));
            }
        }
        out_c(&lines, '\n');
    }
    return any ? out_str(&lines) : S("");
}
