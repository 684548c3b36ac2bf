/* text/marks.h - marks of classified and controlled papers (密级标志) in running text.
 *
 * The table is dated data (data/marks/marks.tsv). Text comes piece by piece, of any size and as any program cut it;
 * a line is compared without white space and small signs, since a mark is often spaced out. Pure.
 * Callers: app/files/file_search. */
#pragma once
#include "base/date.h"
#include "core/campaign.h"

enum { MARK_CHARACTERS_MAX = 32 };

typedef struct Mark {
    Str word; /* what a person is told */
    uint32_t
        cp[MARK_CHARACTERS_MAX]; /* the pattern, folded; '#' and the ends of a line as they stand */
    int count;
    bool at_start, at_end;
    bool in_text, in_name;
} Mark;
typedef LIST_OF(Mark) MarkList;

/* The marks that hold on a day. ERR_MARK_ROW {found, row}. */
bool marks_parse(Arena *arena, Str table, Date day, MarkList *ret_marks, Err *err);

enum {
    MARK_LINE_MAX = 512
}; /* characters of a line that are looked at together; longer ones in parts that overlap */
typedef struct MarkScan {
    const MarkList *marks;
    bool is_name;
    uint32_t line[MARK_LINE_MAX];
    int count;
    bool line_begins;      /* the first of `line` is the first of its line */
    const Mark *found;     /* the first that was seen */
    unsigned char rest[4]; /* of a character that the piece before cut in two */
    int nrest;
} MarkScan;

void marks_begin(MarkScan *scan, const MarkList *marks, bool is_name);
/* UTF-8; what is none counts as another character. True as long as nothing was found. */
bool marks_take(MarkScan *scan, Str text);
/* The end of a line, whatever the text says. */
bool marks_line(MarkScan *scan);
/* NULL when there is none. */
const Mark *marks_end(MarkScan *scan);
