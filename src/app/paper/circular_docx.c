#include "app/paper/circular_data.h"
#include "app/paper_file.h"

static int64_t midnight_of(Date date)
{
    enum { MINUTE_MS = 60 * 1000 };
    return ((int64_t)date * 24 * 60 - OFFSET_MINUTES_CHINA) * MINUTE_MS;
}

static bool circular_as(App *app, const Circular *c, PaperFormat format, Str *ret_bytes, Err *err)
{
    int64_t at_ms = app->now_ms;
    Date issued_on;
    if (c->issued) {
        if ((!c->kept && !circular_same_words(app, c, err)) ||
            !date_parse(c->row.issued_on, &issued_on, err))
            return false;
        at_ms = midnight_of(issued_on);
    }
    return paper_file(app, &c->paper, format, at_ms, ret_bytes, err);
}

bool circular_docx(App *app, const Circular *c, Str *ret_bytes, Err *err)
{
    return circular_as(app, c, PAPER_AS_DOCX, ret_bytes, err);
}

bool circular_pdf(App *app, const Circular *c, Str *ret_bytes, Err *err)
{
    return circular_as(app, c, PAPER_AS_PDF, ret_bytes, err);
}
