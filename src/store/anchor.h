/* store/anchor.h - what ties a stored record to the audit log.
 *
 * An audit row whose object is "<kind> <id>" ("run 5X1EYV2G365H9") carries a digest over every
 * column of that record and of the rows that belong to it, as they stood when the row was written.
 * Who changes a record writes such a row in the same transaction; the last one holds. So a changed,
 * added, deleted or swapped row is one that no audit row vouches for.
 *
 * Outside the chain, each for a reason (tests/sample/tamper.py holds the same list):
 *   duban_migration   checked by its digests whenever migrations run
 *   duban_meta        its key `digest` says which digest there is: another one and no chain holds; every
 *                     other key is a record ("setting separation")
 *   session           changes every minute; begins and ends by audit rows of their own, and opens
 *                     nothing that who can write the database could not do without it
 *   sign_in_attempt   counters of what failed; each failure is an audit row of its own
 *   job               counts on while it runs; who asked for one and what it does are audit rows
 *   audit_withheld    counts refusals until a row of the chain tells of them
 *   inbox_digest      a person's own copy of what the other tables say; it can be made again
 *   inbox_seen        how far a person has read; opens nothing
 * Callers: app/. */
#pragma once
#include "core/campaign.h"
#include "store/audit.h"

/* Digest of the record that `object` names; of nothing when it is not there. Empty when the object
 * is of no stored kind ("2021-06"). */
bool anchor_digest(Db *db, Arena *arena, Str object, DigestFn digest, Str *ret_digest, Err *err);
/* A JSON object with the digest as its last member, "rows". */
Str anchor_add(Arena *arena, Str detail, Str digest);
/* The digest that anchor_add put there; empty when there is none. */
Str anchor_of(Str detail);

typedef LIST_OF(Str) AnchorObjects;
/* Every record of the campaign ("": of the installation) that an audit row must name. */
bool anchor_objects(Db *db, Arena *arena, Str campaign, AnchorObjects *ret_objects, Err *err);
/* Rows of the whole database that belong to no record or campaign: "run_unit 5X1…". */
bool anchor_orphans(Db *db, Arena *arena, AnchorObjects *ret_objects, Err *err);

/* The greatest id stored; empty in a new database. Ids of a write begin after it. */
bool newest_id(Db *db, Arena *arena, Str *ret_id, Err *err);
/* The latest instant by which runs and steps of talks are put in order; 0 when there is none. */
bool newest_instant(Db *db, Str campaign, int64_t *ret_instant, Err *err);
