/* app/upkeep/verify.h - proof that nothing that counts was changed behind the program's back (核验).
 *
 * Recomputes every audit chain; every stored record, column by column, against the digest that its
 * newest audit row holds, both ways (store/anchor.h); the digest of every submission; every frozen
 * run from its inputs; the text of every issued circular; every signed checkpoint (app/upkeep/checkpoint.h). All of it as of one
 * moment. Needs no account; its audit row is written apart. Callers: cli/, jobs. */
#pragma once
#include "app/result/evaluate.h"

/* The last link of a chain. Rows cut off its end together with the head leave no trace inside the
 * database: whoever noted this line elsewhere sees it. */
typedef struct VerifyHead {
    Str chain, hash;
    int64_t rows;
} VerifyHead;

typedef struct VerifyCounts {
    int64_t audit_rows, chains, submissions, runs, results, circulars, checkpoints, files;
    LIST_OF(VerifyHead) heads; /* of the chains that hold */
} VerifyCounts;

/* Every problem is a fault; true when there is none. */
bool verify_all(App *app, VerifyCounts *ret_counts, Faults *faults, Err *err);
/* That it was done, by whom (where the account is known) and what was found, as a row of the installation's chain.
 * After verify_all; nothing is appended to a chain that does not hold: ERR_AUDIT_BROKEN. A database that cannot be written to is none the worse verified. */
bool verify_record(App *app, const VerifyCounts *counts, const Faults *faults, Err *err);
