/* text/tokens.h - every marker of a text that may count, in order. Callers: outline.c. */
#pragma once
#include "text/marker.h"
#include "text/source.h"

typedef struct Token {
    Marker m;
    int para;
    bool at_line;
    bool dropped;    /* makes no list: a single 首先 */
    ptrdiff_t limit; /* its text ends here at the latest: the next marker or the paragraph */
} Token;

typedef struct Tokens {
    Token *items;
    int count;
    size_t cap;
} Tokens;

void tokens_read(const Source *src, Tokens *tokens);
