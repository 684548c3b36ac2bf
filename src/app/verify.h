/* app/verify.h - proof that nothing that counts was changed behind the program's back (核验).
 *
 * Recomputes every audit chain; the digest of every submission from its rows, against the row and
 * against the audit log; every frozen run from its inputs, against the kept rows, the run's digests
 * and the audit log; the text of every issued circular. Needs no account: it is one of the few
 * commands that may run without one, and it writes one audit row when an account is given.
 * Callers: cli/. */
#pragma once
#include "app/evaluate.h"

typedef struct VerifyCounts {
    int64_t audit_rows, chains, submissions, runs, results, circulars;
} VerifyCounts;

/* Every problem is a fault; true when there is none. */
bool verify_all(App *app, VerifyCounts *ret_counts, Faults *faults, Err *err);
/* Digest over what a submission says: head, values, tasks. Kept as body_digest. */
Str submission_digest(App *app, const Submission *head, const SubmissionValueList *values,
                      const SubmissionTaskList *tasks);
