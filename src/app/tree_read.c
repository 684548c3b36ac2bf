#include "app/tree_read.h"

#include "base/near.h"
#include "base/out.h"

/* The rest is only counted: a file of nothing but faults must not cost a sentence each. */
static bool told_enough(const TreeReader *reader)
{
    return reader->faults->count >= FAULTS_KEPT_MAX;
}

bool tree_fault_args(const TreeReader *reader, const Tree *at, ErrCode code, const Arg *args,
                     int nargs)
{
    if (told_enough(reader)) {
        reader->faults->total++;
        return false;
    }
    Err err = {0};
    err_set_args(&err, code, args, nargs);
    err_at_file(&err, reader->file);
    if (at)
        err_at_cell(&err, at->line, at->col);
    faults_add(reader->faults, &err);
    return false;
}

static Str nearest(Str word, const Str *known, int n)
{
    Near near = near_new(word);
    for (int i = 0; i < n; i++)
        near_try(&near, known[i]);
    return near.best;
}

static Str joined(Arena *arena, const Str *words, int n)
{
    Out out = out_new(arena, 4096);
    for (int i = 0; i < n; i++) {
        out_s(&out, i ? S(" · ") : S(""));
        out_s(&out, words[i]);
    }
    return out_str(&out);
}

static bool is_known(Str key, const Str *known, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(key, known[i]))
            return true;
    return false;
}

void tree_known(const TreeReader *reader, const Tree *map, const Str *known, int n)
{
    if (!map || map->kind != TREE_MAP)
        return;
    for (const Tree *member = map->first; member; member = member->next) {
        if (is_known(member->key, known, n))
            continue;
        if (told_enough(reader)) {
            reader->faults->total++;
            continue;
        }
        Tree at = {.line = member->key_line, .col = member->key_col};
        Str near = nearest(member->key, known, n);
        Str all = joined(reader->faults->arena, known, n);
        if (near.len)
            tree_fault(reader, &at, ERR_TREE_KEY_NEAR, {"found", member->key}, {"nearest", near},
                       {"expected", all});
        else
            tree_fault(reader, &at, ERR_TREE_KEY, {"found", member->key}, {"expected", all});
    }
}

/* The member, when it is there and says something; a fault when it is required and does not. */
static const Tree *field(const TreeReader *reader, const Tree *map, Str key, Need need)
{
    const Tree *member = tree_get(map, key);
    if (member && member->kind != TREE_NULL)
        return member;
    if (need == REQUIRED)
        tree_fault(reader, member ? member : map, ERR_TREE_MISSING, {"key", key});
    return NULL;
}

static const Tree *of_kind(const TreeReader *reader, const Tree *map, Str key, Need need,
                           TreeKind kind, Str expected)
{
    const Tree *member = field(reader, map, key, need);
    if (member && member->kind != kind) {
        tree_fault(reader, member, ERR_TREE_KIND, {"key", key}, {"expected", expected});
        return NULL;
    }
    return member;
}

bool tree_is_map(const TreeReader *reader, const Tree *at)
{
    if (at->kind == TREE_MAP)
        return true;
    return tree_fault(reader, at, ERR_TREE_KIND, {"key", at->key}, {"expected", S("{key: value}")});
}

const Tree *tree_map(const TreeReader *reader, const Tree *map, Str key, Need need)
{
    return of_kind(reader, map, key, need, TREE_MAP, S("{key: value}"));
}

const Tree *tree_list(const TreeReader *reader, const Tree *map, Str key, Need need)
{
    return of_kind(reader, map, key, need, TREE_LIST, S("[a, b]"));
}

static const Tree *text_field(const TreeReader *reader, const Tree *map, Str key, Need need,
                              Str expected)
{
    return of_kind(reader, map, key, need, TREE_TEXT, expected);
}

static bool value_fault(const TreeReader *reader, const Tree *at, Str key, Str expected)
{
    return tree_fault(reader, at, ERR_TREE_VALUE, {"key", key}, {"found", at->text},
                      {"expected", expected});
}

bool tree_str(const TreeReader *reader, const Tree *map, Str key, Need need, Str *ret_text)
{
    const Tree *at = text_field(reader, map, key, need, S("text"));
    if (!at)
        return false;
    if (str_trim(at->text).len == 0)
        return need == OPTIONAL ? false : value_fault(reader, at, key, S("text"));
    *ret_text = at->text;
    return true;
}

bool tree_int(const TreeReader *reader, const Tree *map, Str key, Need need, int64_t min,
              int64_t max, int64_t *ret_value)
{
    Str expected = arena_fmt(reader->faults->arena, "%lld…%lld", (long long)min, (long long)max);
    const Tree *at = text_field(reader, map, key, need, expected);
    if (!at)
        return false;
    int64_t value;
    if (!str_to_i64(at->text, &value) || value < min || value > max)
        return value_fault(reader, at, key, expected);
    *ret_value = value;
    return true;
}

bool tree_dec(const TreeReader *reader, const Tree *map, Str key, Need need, Dec *ret_value)
{
    const Tree *at = text_field(reader, map, key, need, S("12.50"));
    if (!at)
        return false;
    if (!dec_parse(at->text, ret_value, NULL))
        return value_fault(reader, at, key, S("12.50"));
    return true;
}

bool tree_bool(const TreeReader *reader, const Tree *map, Str key, Need need, bool *ret_value)
{
    const Tree *at = text_field(reader, map, key, need, S("yes · no"));
    if (!at)
        return false;
    if (str_eq(at->text, S("yes")) || str_eq(at->text, S("true")))
        *ret_value = true;
    else if (str_eq(at->text, S("no")) || str_eq(at->text, S("false")))
        *ret_value = false;
    else
        return value_fault(reader, at, key, S("yes · no"));
    return true;
}

bool tree_date(const TreeReader *reader, const Tree *map, Str key, Need need, Date *ret_date)
{
    const Tree *at = text_field(reader, map, key, need, S("2026-01-05"));
    if (!at)
        return false;
    if (!date_parse(at->text, ret_date, NULL))
        return value_fault(reader, at, key, S("2026-01-05"));
    return true;
}

bool tree_month(const TreeReader *reader, const Tree *map, Str key, Need need, Month *ret_month)
{
    const Tree *at = text_field(reader, map, key, need, S("2026-01"));
    if (!at)
        return false;
    if (!month_parse(at->text, ret_month, NULL))
        return value_fault(reader, at, key, S("2026-01"));
    return true;
}

bool tree_word_of(const TreeReader *reader, const Tree *at, Str key, const TreeWord *words, int n,
                  int *ret_value)
{
    Str available[64] = {{0}};
    int count = 0;
    for (int i = 0; i < n; i++) {
        if (str_eq(words[i].word, at->text)) {
            *ret_value = words[i].value;
            return true;
        }
        if (count < 64)
            available[count++] = words[i].word;
    }
    Str expected = joined(reader->faults->arena, available, count);
    return tree_fault(reader, at, ERR_TREE_WORD, {"key", key}, {"found", at->text},
                      {"expected", expected});
}

bool tree_word(const TreeReader *reader, const Tree *map, Str key, Need need, const TreeWord *words,
               int n, int *ret_value)
{
    const Tree *at = text_field(reader, map, key, need, S("text"));
    return at && tree_word_of(reader, at, key, words, n, ret_value);
}
