/* app/tree_read.h - typed fields out of a Tree, every fault collected with its place.
 *
 * A reader never stops at a fault: it adds it to Faults, leaves the default in place and goes on, so
 * that a clerk mends a file once. Each function returns whether the field was there and good; a
 * missing required field is a fault at the map that lacks it. `known` keys are checked by
 * tree_known, which names the nearest key. Callers: app/. */
#pragma once
#include "base/dec.h"
#include "core/month.h"
#include "sys/tree.h"

typedef struct TreeReader {
    Faults *faults;
    Str file; /* shown before line and column */
} TreeReader;

typedef enum Need { OPTIONAL, REQUIRED } Need;

/* A word of a closed list and what it means. */
typedef struct TreeWord {
    Str word;
    int value;
} TreeWord;

/* Adds a fault at the place of `at`: tree_fault(&reader, at, ERR_X, {"found", text}). Returns false. */
#define tree_fault(reader, at, code, ...)                                                          \
    tree_fault_args((reader), (at), (code), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                 \
                    (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
bool tree_fault_args(const TreeReader *reader, const Tree *at, ErrCode code, const Arg *args,
                     int nargs);
/* Every key of the map must be in known[n]. */
void tree_known(const TreeReader *reader, const Tree *map, const Str *known, int n);
bool tree_is_map(const TreeReader *reader, const Tree *at);

const Tree *tree_map(const TreeReader *reader, const Tree *map, Str key, Need need);
const Tree *tree_list(const TreeReader *reader, const Tree *map, Str key, Need need);
bool tree_str(const TreeReader *reader, const Tree *map, Str key, Need need, Str *ret_text);
bool tree_int(const TreeReader *reader, const Tree *map, Str key, Need need, int64_t min,
              int64_t max, int64_t *ret_value);
bool tree_dec(const TreeReader *reader, const Tree *map, Str key, Need need, Dec *ret_value);
bool tree_bool(const TreeReader *reader, const Tree *map, Str key, Need need, bool *ret_value);
bool tree_date(const TreeReader *reader, const Tree *map, Str key, Need need, Date *ret_date);
bool tree_month(const TreeReader *reader, const Tree *map, Str key, Need need, Month *ret_month);
bool tree_word(const TreeReader *reader, const Tree *map, Str key, Need need, const TreeWord *words,
               int n, int *ret_value);
/* The same for a text that stands in a list. */
bool tree_word_of(const TreeReader *reader, const Tree *at, Str key, const TreeWord *words, int n,
                  int *ret_value);
