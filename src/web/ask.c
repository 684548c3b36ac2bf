#include "web/ask.h"

#include "web/frame.h"

#include "web/templates/ask.html.h"

bool ask_page(Ctx *c, const AskView *view, Err *err)
{
    ask_html(page_begin(c, view->title, NAV_NONE), c, view);
    return page_end(c, err);
}

bool ask_again(Ctx *c, AskView *view, const char *name, Err *err)
{
    Out sentence = out_new(c->arena, 1024);
    msg_err(&sentence, c->lang, err);
    c->response->status = http_status_of(err_kind(err->code));
    bool placed = false;
    for (int i = 0; name && i < view->fields.count; i++) {
        bool here = str_eq(view->fields.items[i].name, str_from_z(name));
        placed = placed || here;
        view->fields.items[i].focus = here;
        if (here)
            view->fields.items[i].error = out_str(&sentence);
    }
    if (!placed)
        view->error = out_str(&sentence);
    *err = (Err){0};
    return ask_page(c, view, err);
}

/* What a person has to do; of who looks rather than does, how all stands. */
static Str first_page(const Ctx *c)
{
    Str role = c->session.role;
    if (str_eq(role, role_word(ROLE_LEADER)))
        return S("/leader");
    return role.len == 0 || str_eq(role, role_word(ROLE_INSPECTOR)) ? S("/") : S("/inbox");
}

Str next_of(const Ctx *c)
{
    Str next = ctx_text(c, "next");
    return path_is_ours(next) ? next : first_page(c);
}
