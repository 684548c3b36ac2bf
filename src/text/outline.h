/* text/outline.h - stage (b): which markers are headings, which are points of running text, and
 * what level each has. The level comes from what is open around a marker, not from its shape: the
 * same 一是 may head a chapter and count points inside a paragraph.
 *
 * The text is cut into segments, each belonging to one section or to none; sections nest.
 * Callers: text/. */
#pragma once
#include "text/marker.h"
#include "text/source.h"

typedef enum Mood {
    MOOD_NONE,
    MOOD_FRAME, /* principles and meaning: only figures matter */
    MOOD_GOAL,
    MOOD_PAST,
    MOOD_TASK,
    MOOD_TALK /* question and answer */
} Mood;

typedef struct Node {
    MarkerKind kind; /* MARK_NONE: a paragraph that leads a list without a marker of its own */
    int no;
    int parent, level, children;
    bool at_line, implied, question, whole; /* whole: the title is all the text there is to cut */
    ptrdiff_t start, text, title_end, end;  /* norm */
    ptrdiff_t no_start, no_end;
    Mood mood;
} Node;

typedef struct Nodes {
    Node *items;
    int count;
    size_t cap;
} Nodes;

typedef struct Segment {
    int node; /* -1 = none */
    ptrdiff_t start, end;
    bool foot; /* signature, date, attachments */
} Segment;

typedef struct Segments {
    Segment *items;
    int count;
    size_t cap;
} Segments;

typedef struct Outline {
    Nodes nodes;
    Segments segments;
} Outline;

void outline_read(const Source *src, Outline *outline, Reading *reading);
/* True when a paragraph names who speaks next. */
bool outline_is_speaker(Str para);
/* The end of the sentence that begins at `at`: after 。!?; or at `end`. */
ptrdiff_t sentence_end(Str text, ptrdiff_t at, ptrdiff_t end, bool semicolon);
