/* app/paper/circular_back_parts.h - what the parts of circular_back share: which paragraph was which (circular_back_align.c), words
 * that changed (circular_back_words.c), what became of figures, names and numbers (circular_back_figures.c). Callers: these four. */
#pragma once
#include "app/paper/circular_back.h"
#include "doc/docx_text.h"

typedef enum { WANT_FIXED, WANT_LINE, WANT_TABLE } BackWantKind;

/* A paragraph or table of the paper that was handed out, in the order of its docx. */
typedef struct BackWant {
    BackWantKind kind;
    Str place, text, bare; /* bare: without white space */
    int line;              /* of `lines` */
    const PaperTable *table;
    int mate; /* index of the other's; -1: none */
} BackWant;

typedef struct BackHave {
    const DocxBlock *block;
    int at; /* of the document's blocks */
    CircularLineKind kind;
    Str text, bare; /* without the number of a heading */
    int mate;
} BackHave;

typedef struct BackPair {
    int line; /* index of `lines`; -1: new */
    int have; /* -1: gone */
} BackPair;

typedef struct BackWork {
    App *app;
    Lang lang;
    CircularBack *back;
    const Paper *paper;
    CircularLines lines; /* handed out */
    const DocxText *docx;
    LIST_OF(BackWant) wants;
    LIST_OF(BackHave) haves;
    LIST_OF(BackPair) pairs; /* the passages, in the order of what came back */
} BackWork;

/* Fills wants, haves, pairs; points at what is fixed and at tables. ERR_LIMIT, ERR_CIRCULAR_BACK_STRANGE. */
bool back_align(BackWork *work, Err *err);
void back_tables(BackWork *work);
/* ERR_LIMIT where more is found. */
bool back_bound(const BackWork *work, Str name, int limit, int64_t found, Err *err);
CircularPoint *back_point(BackWork *work, CircularPointKind kind, Str place, Str before, Str after);
Str back_line_place(const BackWork *work, CircularPassage passage, int line);
/* Spaces beside Chinese and invisible signs away, digits of full width made plain; '\n' stays. */
Str back_clean(Arena *arena, Str text);
Str back_bare(Arena *arena, Str text);

/* ---- words ---- */

typedef enum {
    WORD_SIGN,
    WORD_LATIN,
    WORD_NUMBER,
    WORD_NUMERAL,
    WORD_NAME,
    WORD_BREAK
} BackWordKind;

typedef struct BackWord {
    BackWordKind kind;
    Str text;
    bool spaced; /* a space before it */
    int unit;    /* of a name: 1 + index of the unit; 0: a group's */
    int pair;    /* of `pairs` */
    int mate;    /* index of the same word on the other side; -1: none */
    int claim;   /* new words: 1 + index of the span that stands here; 0: none */
    bool first;  /* of its claim */
    bool told;   /* pointed at */
} BackWord;
typedef LIST_OF(BackWord) BackWords;

typedef enum { SPAN_OPEN, SPAN_KEPT, SPAN_CHANGED, SPAN_TOLD } BackSpanState;

typedef struct BackSpan { /* a figure that was handed out, in a paragraph that changed */
    const CircularSpan *span;
    Str printed;
    int from, to; /* of the old words, `to` not any more */
    int pair;
    BackSpanState state;
} BackSpan;

typedef struct BackDiff {
    BackWork *work;
    BackWords old, now;
    LIST_OF(BackSpan) spans;
    struct {
        int old_from, old_to, now_from, now_to;
        bool changed;
    } * at; /* of each pair */
} BackDiff;

void back_words(BackWork *work, BackDiff *ret_diff);
void back_figures(BackDiff *diff);
/* The passages with what was changed. */
void back_compose(BackDiff *diff, CircularText *ret_text);
void back_differences(BackDiff *diff);
