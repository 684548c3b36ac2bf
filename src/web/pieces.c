#include "web/pieces.h"

#include "base/limits.h"

/* ---- words to the person ---- */

void notice(Out *out, const Ctx *c, NoticeKind kind, Str sentence)
{
    static const char *const open[] = {
        [NOTICE_PLAIN] = "<p class=\"notice\" role=\"status\">",
        [NOTICE_DONE] = "<p class=\"notice done\" role=\"status\">",
        [NOTICE_WARN] = "<p class=\"notice warn\" role=\"status\">",
        [NOTICE_ERROR] = "<p class=\"notice error\" role=\"alert\">",
    };
    (void)c;
    if (sentence.len)
        html_element(out, open[kind], sentence, "</p>\n");
}

typedef struct FaultLine {
    Str sentence;
} FaultLine;

typedef struct FaultsView {
    LIST_OF(FaultLine) list;
    int64_t total, more;
} FaultsView;
#include "web/templates/faults_box.html.h"

void faults_box(Out *out, const Ctx *c, const Faults *faults)
{
    FaultsView v = {.total = faults->total, .more = faults->total - faults->count};
    for (int i = 0; i < faults->count; i++) {
        Out line = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&line, c->lang, &faults->items[i]);
        arena_push(c->arena, &v.list)->sentence = out_str(&line);
    }
    if (v.total)
        faults_box_html(out, c, &v);
}

void empty_state(Out *out, const Ctx *c, Str sentence)
{
    (void)c;
    html_element(out, "<p class=\"empty\">", sentence, "</p>\n");
}

void empty_next(Out *out, const Ctx *c, Str sentence, Str href, Str label)
{
    (void)c;
    html_element(out, "<div class=\"empty\"><p>", sentence, "</p>");
    if (href.len) {
        html_element(out, "<p><a class=\"button\" href=\"", href, "\">");
        html_element(out, "", label, "</a></p>");
    }
    out_s(out, S("</div>\n"));
}

void restricted_badge(Out *out, const Ctx *c)
{
    out_s(out, S("<span class=\"mark closed\"><svg width=\"9\" height=\"11\" aria-hidden=\"true\">"
                 "<path d=\"M0 5h9v6H0zM2 5V3.2a2.5 2.5 0 0 1 5 0V5\"/></svg>"));
    html_element(out, "", msg(c->lang, MSG_PIECE_RESTRICTED), "</span>");
}

/* ---- tables, files ---- */

#include "web/templates/sort_head.html.h"
#include "web/templates/table_foot.html.h"

void sort_head(Out *out, const Ctx *c, const SortHead *head)
{
    sort_head_html(out, c, head);
}

void table_foot(Out *out, const Ctx *c, const TableFoot *foot)
{
    table_foot_html(out, c, foot);
}

void file_item(Out *out, const Ctx *c, Str href, Str name, Str kind, int64_t bytes)
{
    (void)c;
    html_element(out, "<li><a href=\"", href, "\">");
    html_element(out, "", name, "</a><span>");
    html_text(out, kind);
    if (bytes >= 1024 * 1024) {
        out_s(out, S(" "));
        out_fixed(out, bytes / (1024 * 1024 / 10), 1);
        out_s(out, S(" MB"));
    } else if (bytes >= 0) {
        out_f(out, " %d KB", (int)((bytes + 1023) / 1024));
    }
    out_s(out, S("</span></li>\n"));
}
