/* app/circular_writer.h - what the parts of a circular share while it is written: head and foot
 * (circular_paper.c), body (circular_body.c), tables (circular_annexes.c). A correction notice
 * (circular_notice.c) has the same head and foot. Callers: these four. */
#pragma once
#include "app/circular_paper.h"

typedef struct CircularWriter {
    App *app;
    const CircularFacts *facts; /* of a circular */
    Paper paper;
    Figures figures;
    int chapter, section; /* numbers of the last headings */
    Str chapter_line;
} CircularWriter;

void circular_body(CircularWriter *w);
void circular_annexes(CircularWriter *w);
/* Marks, issuer, number and addressees; signature, date, imprint and the mark at the end. */
void writer_head(CircularWriter *w, const CircularHead *head);
void writer_foot(CircularWriter *w, const CircularHead *head);
/* The text, and the proof that every number of it has its origin. ERR_PAPER_FIGURE, ERR_LIMIT. */
bool writer_done(CircularWriter *w, Figures *ret_figures, Paper *ret_paper, Str *ret_text,
                 Err *err);

/* Numbers, each remembered with its origin. */
Str writer_number(CircularWriter *w, int n, Figure origin);
Str writer_layout(CircularWriter *w, int n); /* a number that only counts parts of the paper */
Str writer_period(CircularWriter *w, const CampaignPeriod *period);
Figure writer_origin(Str kind, const CircularGroup *group, const CircularUnit *unit);
/* Puts its running number before the text; the place of the figures that follow. */
void writer_heading(CircularWriter *w, int level, Str text);
void writer_paragraph(CircularWriter *w, Str text);
Out writer_list(CircularWriter *w);
/* Puts the separator between items: 甲、乙、丙. */
void writer_item(Out *list, Msg separator, Str item);
/* Another unit has the same rank. */
bool writer_is_tied(const CircularGroup *group, const CircularUnit *unit);
