/* store/leader.h - which red targets a leader in charge has seen; nothing of it is ever updated.
 *
 * Writing runs inside db_write. Callers: app/red_seen, app/leader. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct LeaderSeen {
    Str id, post, period;
    Str reds; /* "T01:2021-09 T07:2021-10" */
    Str how;  /* page · paper */
    int64_t at;
    Str by, behalf;
} LeaderSeen;
typedef LIST_OF(LeaderSeen) LeaderSeenList;

bool leader_seen_save(Db *tx, Str campaign, const LeaderSeen *seen, Err *err);
bool leader_seen_list(Db *db, Arena *arena, Str campaign, LeaderSeenList *ret_list,
                      Err *err); /* oldest first */
