/* app/paper/circular_passages.h - the text of a circular: passages of plain lines, with references in place of figures.
 *
 * A line is a paragraph; one that begins as "一、" or "（一）" and does not end a sentence is a heading, whose number is given anew
 * when the paper is made. "{得分:甲区}" is a figure of the frozen result (circular_refs.h): a person writes the words, the paper fills
 * the figure. A number that is typed is printed as typed and pointed at where it looks like a figure of the month.
 * Callers: app/paper/circular*. */
#pragma once
#include "app/paper/circular_writer.h"

typedef enum CircularPassage {
    PASSAGE_OPENING,      /* 导语 */
    PASSAGE_OVERALL,      /* 总体情况 */
    PASSAGE_AHEAD,        /* 表扬 */
    PASSAGE_PROBLEMS,     /* 问题 */
    PASSAGE_REQUIREMENTS, /* 要求 */
    PASSAGE_CLOSING,      /* 结尾 */
    PASSAGES
} CircularPassage;
Str passage_word(CircularPassage passage); /* opening … */
Str passage_name(Lang lang, CircularPassage passage);

typedef struct CircularText {
    Str passages[PASSAGES];
} CircularText;
Str circular_text_json(Arena *arena, const CircularText *text);
bool circular_text_parse(Arena *arena, Str json, CircularText *ret_text, Err *err);
/* Cleaned as what people type is. ERR_LIMIT, ERR_TEXT_ENCODING, ERR_TEXT_CONTROL. */
bool circular_text_clean(Arena *arena, const CircularText *text, CircularText *ret_text, Err *err);
bool circular_text_same(const CircularText *a, const CircularText *b);
/* What is written where nobody has written anything yet. */
void circular_prefill(App *app, const CircularFacts *facts, CircularText *ret_text);

/* Something in a passage that a person should look at. */
typedef enum CircularFaultKind {
    CIRCULAR_UNKNOWN, /* a reference to nothing: stands in the way of a signature */
    CIRCULAR_TYPED    /* a number that looks like a figure of the month and is typed */
} CircularFaultKind;
typedef struct CircularFault {
    CircularFaultKind kind;
    CircularPassage passage;
    int line;  /* in the passage, from 1 */
    Str found; /* with the letters around it */
    Str offer; /* the reference that says so; empty: none does */
} CircularFault;
typedef LIST_OF(CircularFault) CircularFaults;

/* How a line of a passage is printed: its kind by its first letters. */
typedef enum { LINE_PARAGRAPH, LINE_CHAPTER, LINE_SECTION } CircularLineKind;
CircularLineKind circular_line_kind(Str line, Str *ret_words); /* words: without the number */

/* A line as it is kept and as it is printed, and what of it is a figure. */
typedef struct CircularSpan {
    ptrdiff_t at, len; /* in `printed` */
    Str reference;     /* braces included */
    Figure origin;
} CircularSpan;
typedef struct CircularLine {
    CircularPassage passage;
    int number; /* in the passage, from 1 */
    CircularLineKind kind;
    Str raw, printed; /* printed: without the number of a heading */
    LIST_OF(CircularSpan) spans;
} CircularLine;
typedef LIST_OF(CircularLine) CircularLines;
/* Lines that hold something, in the order of the paper; faults may be NULL. */
void circular_lines(App *app, const CircularFacts *facts, const CircularText *text,
                    CircularLines *ret_lines, CircularFaults *faults);

/* Passages from..to (the last one too) into the paper; faults are added where it is not NULL. */
void circular_fill(PaperWriter *w, const CircularText *text, CircularPassage from,
                   CircularPassage to, CircularFaults *faults);
