/* doc/docx_text.h - the words of a text document (.docx) in reading order, as whoever reads it sees them.
 *
 * Paragraphs and tables of the body. Tracked changes are read as accepted and counted by who made them, and so is what is struck
 * through or hidden left out; comments are given with the block they stand at. Headers, footers, footnotes and text boxes are not
 * mixed in, text boxes and footnotes are counted. A number that the program of the writer makes (w:numPr) is given as `label`, as
 * that program would show it. Runs split in the middle of a word, fields, hyperlinks, content controls, both dialects of the
 * format: nothing of that is seen here. Callers: app/paper/circular_back. */
#pragma once
#include "base/err.h"

typedef struct DocxCell {
    int row,
        col; /* from 1; a cell of several columns stands at the first, one that goes on from the row above is left out */
    Str text;
} DocxCell;

typedef struct DocxBlock {
    bool is_table;
    Str text;    /* of a paragraph; '\n' where its line is broken by hand */
    Str label;   /* "一、" of automatic numbering; empty: none */
    int heading; /* 1 … 9; 0: none */
    int rows, cols;
    struct {
        DocxCell *items;
        int count;
        size_t cap;
    } cells;
} DocxBlock;

typedef struct DocxComment {
    Str id, author, text;
    int block; /* index; -1: it stands nowhere */
} DocxComment;

typedef struct DocxAuthor {
    Str name;
    int inserted, deleted, moved; /* tracked changes */
} DocxAuthor;

typedef struct DocxProperty {
    Str name, value;
} DocxProperty;

typedef struct DocxText {
    struct {
        DocxBlock *items;
        int count;
        size_t cap;
    } blocks;
    struct {
        DocxComment *items;
        int count;
        size_t cap;
    } comments;
    struct {
        DocxAuthor *items;
        int count;
        size_t cap;
    } authors;
    struct {
        DocxProperty *items;
        int count;
        size_t cap;
    } properties; /* that are not of the format: docProps/custom.xml */
    int boxes, notes, struck;
} DocxText;

/* ERR_XLSX_PART (it is no such document), ERR_LIMIT, and the faults of archive and XML. */
bool docx_text(Arena *arena, Str bytes, Str file, DocxText *ret_text, Err *err);
/* Empty: there is none. */
Str docx_property(const DocxText *text, Str name);
