#include "text/tokens.h"

#include "text/words.h"

static bool inline_allowed(const Marker *m, char boundary)
{
    if (marker_is_running(m->kind))
        return true;
    if (boundary == ',')
        return false;
    return m->kind == MARK_CN_PAREN || m->kind == MARK_AR_PAREN || m->kind == MARK_CIRCLED ||
           m->kind == MARK_AR || (m->kind == MARK_STAGE && boundary == '.');
}

/* After a mark that may precede a point: '.' for 。!?”), ',' ':' ';', 0 = none. */
static char boundary_before(Str text, ptrdiff_t at)
{
    char c = text.ptr[at - 1];
    if (c == ',' || c == ':' || c == ';')
        return c;
    if (c == '!' || c == '?' || c == ')' || c == ' ')
        return '.';
    Str last = str_sub(text, at - 3, at);
    if (str_eq(last, S("。")) || str_eq(last, S("”")) || str_eq(last, S("…")))
        return '.';
    return 0;
}

static void para_tokens(const Source *src, int para, Tokens *tokens)
{
    Para p = src->paras[para];
    Str text = str_sub(src->norm, 0, p.end);
    Marker m;
    ptrdiff_t at = p.start;
    if (marker_at(text, at, p.end, true, &m)) {
        *arena_push(src->arena, tokens) = (Token){m, para, true, false};
        at = m.end;
    }
    for (; at < p.end; at += char_len(text, at)) {
        if (at == p.start)
            continue;
        char boundary = boundary_before(text, at);
        if (!boundary || !marker_at(text, at, p.end, false, &m) || !inline_allowed(&m, boundary))
            continue;
        if (m.kind == MARK_AR && (boundary == ':' || boundary == ',') && m.no != 1)
            continue;
        *arena_push(src->arena, tokens) = (Token){m, para, false, false};
        at = m.end - char_len(text, at);
        if (at < m.start)
            at = m.start;
    }
}

/* A single 首先 or (1) makes no list: the next marker of its kind must go on from it. */
static void drop_single(Tokens *tokens)
{
    int next_no[MARK_KIND_COUNT] = {0}, next_para[MARK_KIND_COUNT] = {0};
    for (int i = tokens->count - 1; i >= 0; i--) {
        Token *t = &tokens->items[i];
        MarkerKind kind = t->m.kind;
        bool goes_on = next_no[kind] == t->m.no + 1 || next_no[kind] == MARK_LAST;
        bool strict = kind == MARK_FIRST || kind == MARK_QI || !marker_is_running(kind);
        if (!t->at_line && kind != MARK_FIRST && kind != MARK_QI && next_para[kind] != t->para)
            goes_on = false;
        if (t->m.no == 1 && strict && !goes_on && (!t->at_line || marker_is_running(kind)))
            t->dropped = true;
        if (!t->dropped) {
            next_no[kind] = t->m.no;
            next_para[kind] = t->para;
        }
    }
}

void tokens_read(const Source *src, Tokens *tokens)
{
    for (int i = 0; i < src->nparas; i++)
        if (!src->lines[src->paras[i].line].table)
            para_tokens(src, i, tokens);
    drop_single(tokens);
    ptrdiff_t next = -1;
    int para = -1;
    for (int i = tokens->count - 1; i >= 0; i--) {
        Token *t = &tokens->items[i];
        t->limit = t->para == para ? next : src->paras[t->para].end;
        if (t->dropped)
            continue;
        next = t->m.start;
        para = t->para;
    }
}
