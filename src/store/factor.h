/* store/factor.h - second factors (动态口令), one row an account: sealed secrets, when proved, the step used last.
 *
 * Each row is a record of the chain of the installation ("factor NAME"), its last step included, so that a code
 * cannot be made good again by who writes the database. Callers: app/people/factor.c. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct FactorRow {
    Str account;
    Str sealed;        /* empty: none */
    int64_t begun_at;  /* when the secret was made */
    int64_t proved_at; /* 0: no code of it was ever shown */
    int64_t last_step;
} FactorRow;

/* Zeros and an empty secret where there is none. */
bool factor_find(Db *db, Arena *arena, Str account, FactorRow *ret_row, Err *err);
bool factor_save(Db *tx, const FactorRow *row, Err *err);
typedef struct FactorCount {
    int64_t accounts, enrolled; /* accounts in use, and those of them with a proved factor */
} FactorCount;
bool factor_count(Db *db, FactorCount *ret_count, Err *err);
