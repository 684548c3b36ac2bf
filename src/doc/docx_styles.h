/* doc/docx_styles.h - what a paragraph of a text document is by its style, and the number that is put before it.
 *
 * Callers: docx_text.c. */
#pragma once
#include "doc/xml_in.h"

enum { DOCX_LEVELS = 9 };

typedef struct DocxStyle {
    Str id, based_on, number;
    int outline, level; /* -1: it says nothing */
} DocxStyle;

typedef struct DocxLevel {
    Str format, text;
    int start;
} DocxLevel;

typedef struct DocxList { /* w:abstractNum */
    Str id;
    DocxLevel levels[DOCX_LEVELS];
    int at[DOCX_LEVELS]; /* the last number given; 0 and `begun` false: none yet */
    bool begun[DOCX_LEVELS];
} DocxList;

typedef struct DocxNumber { /* w:num */
    Str id;
    Str list;
    int start[DOCX_LEVELS]; /* -1: as the list has it */
    bool used;
} DocxNumber;

typedef struct DocxStyles {
    Arena *arena;
    struct {
        DocxStyle *items;
        int count;
        size_t cap;
    } styles;
    Map by_id;
    struct {
        DocxList *items;
        int count;
        size_t cap;
    } lists;
    struct {
        DocxNumber *items;
        int count;
        size_t cap;
    } numbers;
} DocxStyles;

/* What a paragraph says of itself. */
typedef struct DocxMarks {
    Str style, number; /* number: w:numId; empty: it says nothing, "0": none */
    int level, outline;
} DocxMarks;

/* ERR_LIMIT and the faults of archive and XML. */
bool docx_styles_read(DocxStyles *styles, ZipIn *zip, int part, Err *err);
bool docx_numbers_read(DocxStyles *styles, ZipIn *zip, int part, Err *err);
/* 1 … 9; 0: no heading. */
int docx_heading(const DocxStyles *styles, const DocxMarks *marks);
/* The number of the next paragraph; empty: it has none. Counts on. */
Str docx_label(DocxStyles *styles, const DocxMarks *marks);
/* ERR_LIMIT {name, limit, found} */
bool docx_too_many(Arena *arena, Str name, int64_t limit, int64_t found, Err *err);
