/* app/paper/circular.h - the circular (通报) of a period: drafted from published results, issued once.
 *
 * A draft is made anew each time and kept nowhere. Issuing keeps the text as it was printed, with
 * its digest in the row and in the audit log, and the paper as data, which documents and pages are
 * made from; from then on that is the circular, whatever is corrected or reworded later. A
 * correction notice (更正通知) is issued the same way, as version 2, 3 … of its period. A circular is issued by a government body: a campaign office, leading group or
 * team may not (they may not give orders to lower governments). Callers: cli/, later web/. */
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

/* The issued circular as it was printed, else a draft (for those who may see trial results).
 * ERR_PERIOD_*. */
bool circular_read(App *app, Str period, Circular *ret_circular, Err *err);
/* What there is to read, newest period first: every issued circular, and for those who may see trial
 * results the periods whose draft can be made. */
typedef struct CircularEntry {
    const CampaignPeriod *period;
    bool issued;
    CircularRow row; /* when issued */
} CircularEntry;
typedef LIST_OF(CircularEntry) CircularEntries;
bool circular_entries(App *app, CircularEntries *ret_entries, Err *err);
/* One line a number of the paper: where it stands and what it comes from. */
Sheet circular_trace(const App *app, Lang lang, const Figures *figures);

/* The circular as a docx file, dated as the circular is (a draft: now). Of one that was issued before
 * papers were kept only when its words are those that were printed: ERR_CIRCULAR_PAPER. */
bool circular_docx(App *app, const Circular *circular, Str *ret_bytes, Err *err);
/* The same as pdf (app/paper_file.h). */
bool circular_pdf(App *app, const Circular *circular, Str *ret_bytes, Err *err);
/* Serial number `serial` of the issuer's series in the year of today. ERR_CIRCULAR_ISSUED,
 * ERR_CIRCULAR_NUMBER, ERR_CIRCULAR_NO_ISSUER, ERR_CIRCULAR_ISSUER. */
bool circular_issue(App *app, Str period, int64_t serial, Circular *ret_circular, Err *err);
/* The correction notice from what corrections would change of the issued circular: the issued one
 * where nothing has changed since, else a draft (for those who may see trial results).
 * ERR_CIRCULAR_NOT_ISSUED, ERR_CIRCULAR_UNCHANGED. */
bool circular_notice(App *app, Str period, Circular *ret_circular, Err *err);
/* Serial number as that of a circular. ERR_NOTICE_ISSUED when the newest one says the same. */
bool circular_notice_issue(App *app, Str period, int64_t serial, Circular *ret_circular, Err *err);
