#include "app/scheme/scheme_reweigh.h"

#include "base/dec.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "sys/yaml.h"

#include <stdlib.h>

enum { WEIGHT_MAX = 1000 * 1000, WEIGHT_DECIMALS_MAX = 6 }; /* as in a scheme file */

static bool is_separator(char c)
{
    return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\r' || c == '\t';
}

static Str next_word(Str *rest)
{
    while (rest->len > 0 && is_separator(rest->ptr[0]))
        *rest = str_sub(*rest, 1, rest->len);
    ptrdiff_t n = 0;
    while (n < rest->len && !is_separator(rest->ptr[n]))
        n++;
    Str word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->len);
    return word;
}

bool node_weights_parse(Arena *arena, Str text, NodeWeights *ret_weights, Err *err)
{
    NodeWeights weights = {0};
    Str rest = text;
    for (Str word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        Str value = word;
        Dec dec;
        Str node = str_cut(&value, '=');
        if (node.len == 0 || !dec_parse(value, &dec, NULL) || dec.coef <= 0 ||
            dec.scale > WEIGHT_DECIMALS_MAX || dec_cmp(dec, dec_from_i64(WEIGHT_MAX)) > 0)
            return err_set(err, ERR_WEIGHT_TEXT, {"found", word});
        for (int i = 0; i < weights.count; i++)
            if (str_eq(weights.items[i].node, node))
                return err_set(err, ERR_WEIGHT_TWICE, {"found", node});
        if (weights.count == LIMIT_WEIGHTS_CHANGED)
            return err_set(err, ERR_LIMIT, {"name", S("LIMIT_WEIGHTS_CHANGED")},
                           {"limit", arena_fmt(arena, "%d", LIMIT_WEIGHTS_CHANGED)},
                           {"found", arena_fmt(arena, "%d", weights.count + 1)});
        *arena_push(arena, &weights) = (NodeWeight){node, value};
    }
    *ret_weights = weights;
    return true;
}

typedef struct Edit {
    ptrdiff_t from, to; /* bytes of the text */
    Str by;
} Edit;

typedef struct Reweigh {
    Arena *arena;
    Str text;
    const NodeWeights *weights;
    bool *done;
    LIST_OF(Edit) edits;
} Reweigh;

/* Byte of a place; columns count characters. */
static ptrdiff_t byte_at(Str text, int line, int col)
{
    ptrdiff_t at = 0;
    for (; line > 1; line--) {
        ptrdiff_t end = str_find(text, S("\n"), at);
        if (end < 0)
            return -1;
        at = end + 1;
    }
    for (; col > 1 && at < text.len; col--)
        (void)utf8_next(text, &at);
    return at;
}

static bool change_weight(Reweigh *r, const Tree *weight, Str code, Err *err)
{
    for (int i = 0; i < r->weights->count; i++) {
        const NodeWeight *w = &r->weights->items[i];
        if (!str_eq(w->node, code))
            continue;
        ptrdiff_t at =
            weight && weight->kind == TREE_TEXT ? byte_at(r->text, weight->line, weight->col) : -1;
        ptrdiff_t len = weight ? weight->text.len : 0;
        if (at >= 0 && weight->quoted) /* the quotes stay */
            at++;
        if (at < 0 || !str_eq(str_sub(r->text, at, at + len), weight->text))
            return err_set(err, ERR_WEIGHT_NODE, {"found", code});
        *arena_push(r->arena, &r->edits) = (Edit){at, at + len, w->weight};
        r->done[i] = true;
    }
    return true;
}

/* Codes as app/scheme/scheme_tree gives them. */
static bool walk(Reweigh *r, const Tree *list, Str prefix, Err *err)
{
    int number = 0;
    for (const Tree *item = list ? list->first : NULL; item; item = item->next) {
        number++;
        Str place = prefix.len ? arena_fmt(r->arena, "%.*s.%d", STR_ARG(prefix), number)
                               : arena_fmt(r->arena, "n%d", number);
        const Tree *code = tree_get(item, S("code"));
        if (!change_weight(r, tree_get(item, S("weight")), code ? code->text : place, err) ||
            !walk(r, tree_get(item, S("children")), place, err))
            return false;
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    const Edit *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

bool scheme_reweigh(Arena *arena, Str text, const NodeWeights *weights, Str *ret_text, Err *err)
{
    Tree *tree;
    Reweigh r = {arena, text, weights, arena_new(arena, bool, weights->count), {0}};
    if (!yaml_parse(arena, text, &tree, err) || !walk(&r, tree_get(tree, S("tree")), S(""), err))
        return false;
    for (int i = 0; i < weights->count; i++)
        if (!r.done[i])
            return err_set(err, ERR_WEIGHT_NODE, {"found", weights->items[i].node});
    if (r.edits.count)
        qsort(r.edits.items, (size_t)r.edits.count, sizeof(Edit), by_place);
    Out out = out_new(arena, (size_t)text.len + LIMIT_HTTP_FIELD_BYTES);
    ptrdiff_t at = 0;
    for (int i = 0; i < r.edits.count; i++) {
        out_s(&out, str_sub(text, at, r.edits.items[i].from));
        out_s(&out, r.edits.items[i].by);
        at = r.edits.items[i].to;
    }
    out_s(&out, str_sub(text, at, text.len));
    *ret_text = out_str(&out);
    return out_ok(&out) ||
           err_set(err, ERR_LIMIT, {"name", S("scheme")},
                   {"limit", arena_fmt(arena, "%zu", out.max_bytes)}, {"found", S("…")});
}
