/* tests/app/hands.h - what people do to the reports of April of the sample, each by an App of their own, and see of them. Doing
 * gives the error that was the answer, ERR_NONE when it was done. */
#pragma once
#include "app/inbox/inbox.h"
#include "app/report/report_form.h"
#include "office.h"

#define P S("2021-04")
#define FORM                                                                                       \
    "{\"phone\":\"12345\",\"indicators\":[{\"code\":\"invest\",\"month\":\"5.1\",\"cumulative\":"  \
    "\"12.6\"}]}"

Office office_in_may(void); /* the 6th, before reports are due */
/* *ret_revision, which may be NULL: what came of it. */
ErrCode unit_saves(Office *office, const char *account, const char *unit, const char *body,
                   int64_t seen, int64_t *ret_revision);
typedef bool Turn(App *, Str, Str, int64_t, DraftRow *, Err *);
/* report_fill and report_unfill */
ErrCode unit_turns(Office *office, Turn *fn, const char *account, const char *unit);
/* ret_id may be NULL, else has 40 bytes. */
ErrCode unit_sends(Office *office, const char *account, const char *unit, char *ret_id);
/* A paper of the unit, with that original. */
ErrCode office_enters(Office *office, const char *unit, const char *body, const char *paper);
int files_of_report(Office *office, const char *unit);
ReportStanding standing_of(Office *office, const char *unit);

Inbox inbox_of(Office *office, Arena *arena, const char *account);
const InboxItem *inbox_find(const Inbox *inbox, InboxKind kind); /* the first; NULL: none */
