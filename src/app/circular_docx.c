#include "app/circular_data.h"
#include "doc/docx.h"

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
        if ((!c->kept && !circular_same_words(app, c, err)) ||
            !date_parse(c->row.issued_on, &issued_on, err))
            return false;
        at_ms = midnight_of(issued_on);
    }
    return docx_write(app->arena, &c->paper, at_ms, OFFSET_MINUTES_CHINA, ret_bytes, err);
}
