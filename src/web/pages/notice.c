#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

typedef struct NoticePage {
    Str next;
    LIST_OF(Str) lines;
    bool confirmed;
} NoticePage;
#include "web/templates/notice_page.html.h"

bool notice_page(Ctx *c, Err *err)
{
    const Msg lines[] = {MSG_PRIVACY_WHAT, MSG_PRIVACY_WHY, MSG_PRIVACY_WHO, MSG_PRIVACY_LONG,
                         MSG_PRIVACY_RIGHTS};
    NoticePage v = {.next = ctx_text(c, "next"), .confirmed = c->session.gate != GATE_NOTICE};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        *arena_push(c->arena, &v.lines) = msg(c->lang, lines[i]);
    notice_page_html(page_begin(c, msg(c->lang, MSG_PRIVACY_TITLE), NAV_ME), c, &v);
    return page_end(c, err);
}

bool notice_do(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    if (!signin_notice(&s, &c->session, err))
        return false;
    return done(c, next_of(c), err);
}
