/* tests/app/office.h - a database with the sample campaign, and Apps of its accounts on a shared hub,
 * as a server has them. */
#pragma once
#include "app/open.h"
#include "app/snapshot.h"
#include "fixture.h"
#include "sys/randomness.h"

typedef struct Office {
    Fix fix;
    SnapshotCache *snapshots;
    RandomSource random;
    int64_t now_ms;
} Office;

/* Accounts and the campaign of data/samples/shifanshi-2021, at 2021-01-11 09:30. */
Office office_open(void);
/* What tests/app/year.sh has made: DUBAN_YEAR_DB or DUBAN_HALF_DB; at an instant. */
Office office_of_year(const char *variable, const char *instant);
void office_done(Office *office);
/* The county group's results of the period are frozen, without results. */
void office_freeze(Office *office, const char *period);
/* What a worker with that connection would hand in; the office's own when db is NULL. */
AppStart office_start(Office *office, Db *db, Str account);
App office_app(Office *office, Arena *arena, Str account);        /* must succeed; close it */
App office_as(Office *office, Arena *arena, const char *account); /* the same */
void office_at(Office *office, const char *instant);
