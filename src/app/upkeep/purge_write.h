/* app/upkeep/purge_write.h - inside of app/upkeep/purge: what is emptied in the one transaction of an approved purge.
 *
 * Callers: app/upkeep/purge only. */
#pragma once
#include "app/upkeep/purge.h"

typedef enum PurgeKind { PURGE_FILE, PURGE_NOTE, PURGE_AUDIT } PurgeKind;
typedef struct PurgeTarget {
    PurgeKind kind;
    Str name;    /* a digest or an id */
    Str chain;   /* of an audit row */
    int64_t seq; /* of an audit row */
} PurgeTarget;

/* Inside db_write. Everything of the target, and the backups to destroy as JSON. */
bool purge_write(App *app, Db *tx, const PurgeTarget *target, Str purge, Str *ret_backups,
                 Err *err);
