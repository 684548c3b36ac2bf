#include "app/circular.h"
#include "base/limits.h"
#include "doc/docx.h"

/* The first line in which two texts differ. */
static bool differs(App *app, const Circular *c, Str printed, Str made, Err *err)
{
    Str expected = S(""), found = S("");
    int line = 0;
    for (; str_eq(expected, found) && (printed.len || made.len); line++) {
        expected = str_cut(&printed, '\n');
        found = str_cut(&made, '\n');
    }
    return err_set(err, ERR_CIRCULAR_PAPER, {"period", c->row.period},
                   {"line", arena_fmt(app->arena, "%d", line)}, {"found", str_trim(found)},
                   {"expected", str_trim(expected)});
}

static int64_t midnight_of(Date date)
{
    enum { MINUTE_MS = 60 * 1000 };
    return ((int64_t)date * 24 * 60 - OFFSET_MINUTES_CHINA) * MINUTE_MS;
}

bool circular_docx(App *app, const Circular *c, Str *ret_bytes, Err *err)
{
    int64_t at_ms = app->now_ms;
    Date issued_on;
    if (c->issued) {
        Out out = out_new(app->arena, LIMIT_OUTPUT_BYTES);
        paper_txt(&c->paper, &out);
        if (!str_eq(out_str(&out), c->text))
            return differs(app, c, c->text, out_str(&out), err);
        if (!date_parse(c->row.issued_on, &issued_on, err))
            return false;
        at_ms = midnight_of(issued_on);
    }
    return docx_write(app->arena, &c->paper, at_ms, OFFSET_MINUTES_CHINA, ret_bytes, err);
}
