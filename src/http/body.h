/* http/body.h - the body of a request while it arrives: in memory, or in an unlinked file.
 *
 * It has pages of its own, so that they can grow and be given back at once. What is larger than LIMIT_HTTP_BODY_MEMORY_BYTES, or finds
 * LIMIT_HTTP_BODIES_MEMORY_BYTES of all bodies taken, goes to a file that never has a name (it is
 * gone with the process) and is mapped when complete. A body beyond its bound is counted, not kept.
 * Used by one thread at a time. Callers: http/server.c. */
#pragma once
#include "base/arena.h"

/* One per server, for the thread that reads. */
typedef struct BodyRoom {
    Str spool_folder;
    int64_t memory_bytes; /* of all bodies that are in memory now */
} BodyRoom;

typedef enum BodyState {
    BODY_WHOLE,     /* so far */
    BODY_TOO_LARGE, /* more than bytes_max */
    BODY_NO_ROOM,   /* the file could not be made or written */
} BodyState;

typedef struct HttpBody {
    BodyRoom *room;
    BodyState state;
    int64_t bytes_max;
    int64_t bytes; /* that arrived, kept or not */
    char *map;     /* the pages it arrives in; of a file when complete */
    size_t map_bytes;
    int64_t reserved_bytes; /* of the room */
    int file;               /* -1: in memory */
} HttpBody;

/* declared_bytes: what the request says, 0 when it does not. */
void body_start(HttpBody *body, BodyRoom *room, int64_t bytes_max, int64_t declared_bytes);
void body_take(HttpBody *body, Str bytes);
/* All of it: a view that lives until body_done. Empty unless BODY_WHOLE. */
Str body_end(HttpBody *body);
/* The room it took is free for others; its bytes stay. For the thread that reads. */
void body_leave(HttpBody *body);
/* Its bytes are gone. */
void body_done(HttpBody *body);
