/* Pieces that people fill in and press: fields, faults, filters, buttons, dangerous acts, long work. */
#include "web/pieces.h"

/* ---- fields ---- */

#include "web/templates/field.html.h"

void field(Out *out, const Ctx *c, const Field *field)
{
    field_html(out, c, field);
}

static void form_open(Out *out, const Ctx *c, Str action, const char *rest)
{
    html_element(out, "<form method=\"post\" action=\"", action, "\"");
    html_literal(out, rest);
    csrf_field(out, c);
    html_literal(out, "\n");
}

void form_begin(Out *out, const Ctx *c, Str action)
{
    form_open(out, c, action, ">\n");
}

void form_files_begin(Out *out, const Ctx *c, Str action)
{
    form_open(out, c, action, " enctype=\"multipart/form-data\">\n");
}

void form_end(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</form>\n");
}

void hidden_field(Out *out, const Ctx *c, Str name, Str value)
{
    (void)c;
    if (!value.len)
        return;
    html_element(out, "<input type=\"hidden\" name=\"", name, "\"");
    html_element(out, " value=\"", value, "\">\n");
}

void account_hint(Out *out, const Ctx *c)
{
    if (c->signed_in)
        html_element(out,
                     "<input class=\"said\" type=\"text\" autocomplete=\"username\" readonly "
                     "tabindex=\"-1\" aria-hidden=\"true\" value=\"",
                     c->session.account, "\">\n");
}

/* ---- faults ---- */

#include "web/templates/field_faults.html.h"

void field_faults(Out *out, const Ctx *c, const FieldFaults *faults)
{
    if (faults->count)
        field_faults_html(out, c, faults);
}

Str fault_of(const FieldFaults *faults, Str name)
{
    for (int i = 0; i < faults->count; i++)
        if (str_eq(faults->items[i].name, name))
            return faults->items[i].sentence;
    return S("");
}

/* ---- buttons ---- */

static const char *const button_class[] = {
    [BUTTON_PLAIN] = "button",
    [BUTTON_MAIN] = "button main",
    [BUTTON_DANGER] = "button danger",
};

void button_link(Out *out, const Ctx *c, ButtonKind kind, Str href, Str label)
{
    (void)c;
    out_f(out, "<a class=\"%s\" href=\"", button_class[kind]);
    html_text(out, href);
    html_element(out, "\">", label, "</a>\n");
}

void button_submit(Out *out, const Ctx *c, ButtonKind kind, Str label)
{
    (void)c;
    out_f(out, "<button class=\"%s\">", button_class[kind]);
    html_text(out, label);
    html_literal(out, "</button>\n");
}

void act_button(Out *out, const Ctx *c, const Act *act)
{
    form_begin(out, c, act->action);
    hidden_field(out, c, act->name, act->value);
    button_submit(out, c, act->kind, act->label);
    form_end(out, c);
}

#include "web/templates/confirm.html.h"

void confirm_act(Out *out, const Ctx *c, const Confirm *confirm)
{
    confirm_html(out, c, confirm);
}

/* ---- filters ---- */

typedef struct FilterSelect {
    Str name, label;
    const Options *options;
} FilterSelect;
#include "web/templates/filter_select.html.h"

void filter_begin(Out *out, const Ctx *c, Str action)
{
    (void)c;
    html_element(out, "<form class=\"filter noprint\" method=\"get\" action=\"", action, "\"");
    html_element(out, " hx-get=\"", action, "\"");
    html_literal(out, " hx-target=\"#rows\" hx-select=\"#rows\" hx-swap=\"outerHTML\" "
                      "hx-push-url=\"true\" hx-trigger=\"submit, change, input delay:300ms\">\n");
}

void filter_select(Out *out, const Ctx *c, Str name, Str label, const Options *options)
{
    filter_select_html(out, c, &(FilterSelect){name, label, options});
}

void filter_text(Out *out, const Ctx *c, Str name, Str label, Str value, int64_t characters_max)
{
    (void)c;
    html_element(out, "<label><span>", label, "</span>");
    html_element(out, "<input type=\"search\" name=\"", name, "\"");
    html_element(out, " value=\"", value, "\"");
    out_f(out, " maxlength=\"%lld\"></label>\n", (long long)characters_max);
}

void filter_date(Out *out, const Ctx *c, Str name, Str label, Str value)
{
    (void)c;
    html_element(out, "<label><span>", label, "</span>");
    html_element(out, "<input type=\"date\" name=\"", name, "\"");
    html_element(out, " value=\"", value, "\"></label>\n");
}

void filter_check(Out *out, const Ctx *c, Str name, Str label, bool checked)
{
    (void)c;
    html_element(out, "<label><input type=\"checkbox\" name=\"", name, "\"");
    html_literal(out, checked ? " value=\"1\" checked>" : " value=\"1\">");
    html_element(out, "", label, "</label>\n");
}

void filter_end(Out *out, const Ctx *c, Str clear)
{
    button_submit(out, c, BUTTON_PLAIN, msg(c->lang, MSG_PIECE_FILTER));
    if (clear.len) {
        html_element(out, "<a class=\"clear\" href=\"", clear, "\">");
        html_element(out, "", msg(c->lang, MSG_PIECE_FILTER_CLEAR), "</a>\n");
    }
    html_literal(out, "</form>\n");
}

/* ---- long work, text to take along ---- */

typedef struct CopyText {
    Str id, label, text;
    int lines;
} CopyText;
#include "web/templates/copy_text.html.h"
#include "web/templates/progress_box.html.h"

void copy_text(Out *out, const Ctx *c, Str id, Str label, Str text)
{
    int lines = 1;
    for (ptrdiff_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    copy_text_html(out, c, &(CopyText){id, label, text, lines < 3 ? 3 : lines > 12 ? 12 : lines});
}

void progress_box(Out *out, const Ctx *c, const Progress *progress)
{
    progress_box_html(out, c, progress);
}
