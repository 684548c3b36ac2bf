/* app/paper/circular.h - the circular (通报) of a period: drafted from published results, issued once.
 *
 * How it comes about is circular_desk.h. Issuing keeps the text as it was printed, with its digest in the row and in the audit
 * log, and the paper as data, which documents and pages are made from; from then on that is the circular, whatever is
 * corrected or reworded later. A correction notice (更正通知) or a withdrawal is issued the same way, as version 2, 3 … of its
 * period. Callers: cli/, web/, app/ledger/export. */
#pragma once
#include "app/paper/circular_paper.h"
#include "doc/sheet.h"

typedef struct Circular {
    bool issued;
    bool kept;       /* paper and figures are those of the issue; else they were made again */
    CircularRow row; /* when issued */
    Str text;
    Paper paper;
    Figures figures; /* every number of the text and its origin */
} Circular;

/* The issued circular as it was printed, else a draft (for who may read one). ERR_PERIOD_*. */
bool circular_read(App *app, Str period, Circular *ret_circular, Err *err);
/* What there is to read, newest period first: every issued circular, and for those who may see trial
 * results the periods whose draft can be made. */
typedef struct CircularEntry {
    const CampaignPeriod *period;
    bool issued;
    CircularRow row;           /* when issued */
    bool withdrawn, corrected; /* by a later paper */
    int received, addressed;   /* receipts; 0 of 0 for who does not keep them */
} CircularEntry;
Str circular_entry_state(const CircularEntry *entry);
typedef LIST_OF(CircularEntry) CircularEntries;
bool circular_entries(App *app, CircularEntries *ret_entries, Err *err);
/* One line a number of the paper: where it stands and what it comes from. */
Sheet circular_trace(const App *app, Lang lang, const Figures *figures);

/* The circular as a docx file, dated as the circular is (a draft: now). Of one that was issued before
 * papers were kept only when its words are those that were printed: ERR_CIRCULAR_PAPER. */
bool circular_docx(App *app, const Circular *circular, Str *ret_bytes, Err *err);
/* The same as pdf (app/paper_file.h). */
bool circular_pdf(App *app, const Circular *circular, Str *ret_bytes, Err *err);
/* The later paper of the period: the correction notice from what corrections would change of the issued circular, or its
 * withdrawal; the issued one where nothing has changed since, else a draft (for who may read one).
 * ERR_CIRCULAR_NOT_ISSUED, ERR_CIRCULAR_UNCHANGED. */
bool circular_notice(App *app, Str period, Circular *ret_circular, Err *err);
