/* app/paper/circular_writer.h - what the parts of a circular share while it is written: head and foot
 * (circular_paper.c), text (circular_passages.c), tables (circular_annexes.c). A correction notice
 * (circular_notice.c) has the same head and foot. Callers: these four. */
#pragma once
#include "app/paper/circular_paper.h"

void circular_annexes(PaperWriter *w);
/* Marks, issuer, number and addressees; signature, date, imprint and the mark at the end. */
void writer_head(PaperWriter *w, const CircularHead *head);
void writer_foot(PaperWriter *w, const CircularHead *head);

Figure writer_origin(Str kind, const CircularGroup *group, const CircularUnit *unit);
/* Another unit has the same rank. */
bool writer_is_tied(const CircularGroup *group, const CircularUnit *unit);
