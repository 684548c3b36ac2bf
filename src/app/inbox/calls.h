/* app/inbox/calls.h - the call list (催报名单): who is missing, in official order, with the post and the telephone to call: units
 * without a report, data owners without a confirmation, units that have not signed for a circular in time.
 *
 * A telephone number is personal information: only who may read them gets the list, and each reading is a row of the audit
 * log. Whom somebody has called is not kept. Callers: web/pages/calls, cli/cmd_remind. */
#pragma once
#include "app/inbox/remind.h"
#include "doc/sheet.h"

typedef struct
    CallLine { /* one post that can be called; several of one unit stand one after the other */
    Str code, name;
    bool again;      /* the unit of the line before */
    Str post, phone; /* may be empty */
    Str state;       /* of a unit: how far its report is, in words; numbers of circulars */
} CallLine;

typedef struct CallGroup { /* a peer group, the data owners, or who has not signed for circulars */
    Str name;
    int missing;
    LIST_OF(CallLine) lines;
} CallGroup;

typedef struct CallList {
    OverviewMonth month;       /* period NULL: none takes reports, there are receipts only */
    LIST_OF(CallGroup) groups; /* those that have somebody missing */
    bool confirmations;        /* one group is that of the data owners */
    int unsigned_for;          /* units with receipts past their day */
    int hidden;                /* units of restricted areas, which the reader may not see by name */
} CallList;

/* period empty: the one in hand. ERR_DENIED, ERR_PERIOD_UNKNOWN, ERR_REMIND_CLOSED. */
bool calls_read(App *app, Lang lang, Str period, CallList *ret_list, Err *err);
Str calls_period(const CallList *list); /* its name; may be empty */
Sheet calls_sheet(App *app, Lang lang, const CallList *list);
void calls_json(const App *app, const CallList *list, Json *json);
