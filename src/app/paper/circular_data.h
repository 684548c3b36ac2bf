/* app/paper/circular_data.h - an issued circular as data: what the database keeps beside its text.
 *
 * Callers: circular.c, circular_desk.c, circular_acts.c, verify.c. */
#pragma once
#include "app/paper/circular.h"
#include "store/circular.h"

/* Paper and figures of the circular; what is made reads back to the same text, or ERR_CIRCULAR_PAPER. */
bool circular_data_make(App *app, const Circular *circular, CircularData *ret_data, Err *err);
/* Fills paper and figures. ERR_PAPER_JSON and the faults of CSV. */
bool circular_data_read(App *app, const CircularData *data, Circular *circular, Err *err);
/* ERR_CIRCULAR_PAPER with the first line in which the paper is not the text. */
bool circular_same_words(App *app, const Circular *circular, Err *err);

/* Keeps the issued paper in one write with its audit row, with what it stands on; row.version and .number must be new. `check` is
 * asked in the transaction. Fills row.id and .digest. ERR_CIRCULAR_ISSUED, ERR_CIRCULAR_NUMBER. */
typedef struct CircularKeep {
    CircularIssue issue;
    DbFn check;
    void *ctx;
} CircularKeep;
bool circular_keep(App *app, Circular *circular, const CircularKeep *keep, Err *err);
/* The issued paper of that row, as it was issued. *ret_found false: no data was kept. */
bool circular_kept(App *app, Circular *circular, bool *ret_found, Err *err);

/* Parts that a desk needs as well. */
bool circular_read_issued(App *app, const CampaignPeriod *period, Circular *circular, Err *err);
bool circular_check_issuer(const CampaignDef *def, Str issuer, Str mark, Err *err);
Str circular_year(App *app);
