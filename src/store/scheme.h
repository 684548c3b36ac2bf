/* store/scheme.h - versions of schemes that were proposed after the import, and what was decided on a version.
 *
 * Both are appended and never changed; of a version the newest decision holds. What came with the campaign's files:
 * store/campaign.h. Writing runs inside db_write. Callers: store/campaign_load, app/scheme/scheme_desk. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef LIST_OF(SchemeVersion) SchemeVersions;
typedef LIST_OF(SchemeDecision) SchemeDecisions;

/* ERR_DB_CONFLICT when the group has that version. */
bool scheme_version_save(Db *tx, Str campaign, const SchemeVersion *row, Err *err);
bool scheme_decision_save(Db *tx, Str campaign, const SchemeDecision *row, Err *err);
/* By group and version; decisions in the order in which they were made. */
bool scheme_version_list(Db *db, Arena *arena, Str campaign, SchemeVersions *ret_rows, Err *err);
bool scheme_decision_list(Db *db, Arena *arena, Str campaign, SchemeDecisions *ret_rows, Err *err);
