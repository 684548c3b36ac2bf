#include "app/paper_file.h"
#include "app/paper_writer.h"
#include "app/upkeep/audit_log.h"
#include "app/upkeep/checkpoint.h"

/* A long hex text in groups of eight, so that it can be read out and broken. */
static Str grouped(Arena *arena, Str hex)
{
    Out out = out_new(arena, (size_t)hex.len * 2 + 8);
    for (ptrdiff_t i = 0; i < hex.len; i += 8) {
        out_s(&out, i ? S(" ") : S(""));
        out_s(&out, str_sub(hex, i, i + 8));
    }
    return out_str(&out);
}

static void heads_table(App *app, const Checkpoint *c, PaperBlocks *blocks)
{
    Arena *a = app->arena;
    PaperColumn *columns = arena_new(a, PaperColumn, 3);
    columns[0] = (PaperColumn){paper_say(app, MSG_PAPER_CHECKPOINT_CHAIN), PAPER_LEFT};
    columns[1] = (PaperColumn){paper_say(app, MSG_PAPER_CHECKPOINT_SEQ), PAPER_RIGHT};
    columns[2] = (PaperColumn){paper_say(app, MSG_PAPER_CHECKPOINT_HASH), PAPER_LEFT};
    PaperTable *table = paper_table(a, blocks, columns, 3);
    for (int i = 0; i < c->heads.count; i++) {
        const ChainHead *head = &c->heads.items[i];
        paper_cell(a, table, audit_chain_name(LANG_ZH, head->chain));
        paper_cell(a, table, arena_fmt(a, "%lld", (long long)head->seq));
        paper_cell(a, table, grouped(a, head->hash));
    }
}

static bool checkpoint_as(App *app, const Checkpoint *c, PaperFormat format, Str *ret_bytes,
                          Err *err)
{
    Arena *a = app->arena;
    Paper paper = {.title = paper_say(app, MSG_PAPER_CHECKPOINT_TITLE), .number = c->row.id};
    Str by = c->row.by.len ? c->row.by : paper_say(app, MSG_AUDIT_BY_SCHEDULE);
    paper_paragraph(a, &paper.body,
                    paper_say(app, MSG_PAPER_CHECKPOINT_SAYS, {"at", instant_str(a, c->row.at)},
                              {"by", by}, {"count", arena_fmt(a, "%d", c->heads.count)}));
    heads_table(app, c, &paper.body);
    paper_heading(a, &paper.body, 1, paper_say(app, MSG_PAPER_CHECKPOINT_SIGNATURE));
    paper_paragraph(a, &paper.body, grouped(a, c->row.signature));
    paper_heading(a, &paper.body, 1, paper_say(app, MSG_PAPER_CHECKPOINT_KEY));
    paper_paragraph(a, &paper.body, grouped(a, c->row.public_key));
    paper_heading(a, &paper.body, 1, paper_say(app, MSG_PAPER_CHECKPOINT_HOW));
    paper_paragraph(a, &paper.body, paper_say(app, MSG_PAPER_CHECKPOINT_CHECK));
    PaperColumn *columns = arena_new(a, PaperColumn, 2);
    columns[0] = (PaperColumn){paper_say(app, MSG_PAPER_CHECKPOINT_SIGNED), PAPER_LEFT};
    columns[1] = (PaperColumn){paper_say(app, MSG_PAPER_CHECKPOINT_KEPT), PAPER_LEFT};
    PaperTable *table = paper_table(a, &paper.after, columns, 2);
    table->row_lines = 4;
    paper_cell(a, table, S(""));
    paper_cell(a, table, S(""));
    return paper_file(app, &paper, format, c->row.at, ret_bytes, err);
}

bool checkpoint_docx(App *app, const Checkpoint *c, Str *ret_bytes, Err *err)
{
    return checkpoint_as(app, c, PAPER_AS_DOCX, ret_bytes, err);
}

bool checkpoint_pdf(App *app, const Checkpoint *c, Str *ret_bytes, Err *err)
{
    return checkpoint_as(app, c, PAPER_AS_PDF, ret_bytes, err);
}
