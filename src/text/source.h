/* text/source.h - a document between bytes and meaning: three texts and the way back.
 *
 * file: the bytes as they came. clean: the same text in UTF-8 without noise, as a person reads it.
 * norm: what the stages after cleaning read: kept lines only, punctuation half width, no blanks
 * inside Chinese, one '\n' after each paragraph. All offsets of stages are norm offsets;
 * source_span and source_text lead back to the file and to clean text.
 * Invariants: maps are monotonic; every clean byte knows its character in the file.
 * Callers: text/. */
#pragma once
#include "text/reading.h"

typedef struct Line {
    ptrdiff_t start, end; /* in clean, without '\n' */
    bool removed;
    bool joined;    /* continues the line before: no paragraph break between */
    bool table;     /* a row or cell of a flattened table: never joined */
    bool furniture; /* matched a pattern of furniture.tsv */
} Line;

/* A paragraph of norm. */
typedef struct Para {
    ptrdiff_t start, end; /* without '\n' */
    int line;             /* first line */
} Para;

enum { TABLE_COLUMNS_MAX = 16 };

/* What a column of a flattened table holds. */
typedef enum Column {
    COL_NONE,
    COL_NO,
    COL_AREA,
    COL_TASK,
    COL_MEASURE,
    COL_TARGET,
    COL_LEAD,
    COL_RESPONSIBLE,
    COL_SUPPORTING,
    COL_LEADER,
    COL_DEADLINE,
    COL_NOTE
} Column;

/* A table that a copy flattened: a row a line, or a cell a line (vertical). */
typedef struct Table {
    int header_first, header_last, last; /* lines; rows follow the header */
    int ncols;
    Column cols[TABLE_COLUMNS_MAX];
    bool vertical;
} Table;

typedef struct Tables {
    Table *items;
    int count;
    size_t cap;
} Tables;

typedef struct Source {
    Arena *arena;
    Str file;
    Str clean;
    uint32_t *from; /* clean byte → file offset of its character; one more for the end */
    uint8_t *width; /* clean byte → bytes of that character in the file */
    Line *lines;
    int nlines;
    size_t lines_cap;
    Str norm;
    uint32_t *back; /* norm byte → clean offset of its character; one more for the end */
    Para *paras;
    int nparas;
    size_t paras_cap;
    int cleaning[CLEAN_KIND_COUNT];
    RemovedList removed;
    Tables tables;
    bool traditional;
    int body_first, body_last; /* lines between head and foot; body_first > body_last = no body */
} Source;

/* Conversion of traditional to simplified text, handed in: text/ opens no files. */
typedef struct Simplify {
    bool (*run)(void *ctx, Arena *arena, Str text, Str *ret_text, Err *err);
    void *ctx;
} Simplify;

/* A decoded document: valid UTF-8, and for a file in another encoding the bytes each character
 * took there (widths, one per character; NULL = the file is UTF-8). start = bytes of a BOM. */
typedef struct Decoded {
    Str file;
    Str text;
    const uint8_t *widths;
    ptrdiff_t start;
} Decoded;

/* Stage (a): fills all of src. simplify may be NULL. */
bool source_clean(Arena *arena, Decoded decoded, const Simplify *simplify, Source *src, Err *err);
/* Builds norm and paras from the kept lines; called by source_clean, and again by nobody. */
void source_normalise(Source *src);
/* Marks lines that belong to the page and not to the text (text/furniture.c). */
void source_mark_furniture(Source *src);
/* Finds flattened tables and marks their lines (text/table.c). */
void table_mark(Source *src);
Span source_span(const Source *src, ptrdiff_t start, ptrdiff_t end);
Span source_span_clean(const Source *src, ptrdiff_t start, ptrdiff_t end);
/* The words of norm[start, end) as clean text, trimmed, line breaks inside removed. */
Str source_text(const Source *src, ptrdiff_t start, ptrdiff_t end);
/* The norm offset that stands for a clean offset (first norm byte at or after it). */
ptrdiff_t source_norm_at(const Source *src, ptrdiff_t clean_at);
Str source_line(const Source *src, int line);
bool cp_is_han(uint32_t cp);
