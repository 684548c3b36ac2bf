/* app/verify.h - proof that nothing that counts was changed behind the program's back (核验).
 *
 * Recomputes every audit chain; every stored record, column by column, against the digest that its
 * newest audit row holds, both ways (store/anchor.h); the digest of every submission; every frozen
 * run from its inputs; the text of every issued circular. All of it as of one moment. Needs no
 * account and writes nothing. Callers: cli/. */
#pragma once
#include "app/evaluate.h"

/* The last link of a chain. Rows cut off its end together with the head leave no trace inside the
 * database: whoever noted this line elsewhere sees it. */
typedef struct VerifyHead {
    Str chain, hash;
    int64_t rows;
} VerifyHead;

typedef struct VerifyCounts {
    int64_t audit_rows, chains, submissions, runs, results, circulars;
    LIST_OF(VerifyHead) heads; /* of the chains that hold */
} VerifyCounts;

/* Every problem is a fault; true when there is none. */
bool verify_all(App *app, VerifyCounts *ret_counts, Faults *faults, Err *err);
/* Digest over what a submission says: head, values, tasks. Kept as body_digest. */
Str submission_digest(App *app, const Submission *head, const SubmissionValueList *values,
                      const SubmissionTaskList *tasks);
