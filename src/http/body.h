/* http/body.h - the body of a request while it arrives: in memory, or in an unlinked file.
 *
 * Small ones grow in the request's arena. What is larger than LIMIT_HTTP_BODY_MEMORY_BYTES, or finds
 * LIMIT_HTTP_BODIES_MEMORY_BYTES of all bodies taken, goes to a file that never has a name (it is
 * gone with the process) and is mapped when complete. A body beyond its bound is counted, not kept.
 * Used by one thread at a time. Callers: http/server.c. */
#pragma once
#include "base/out.h"

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
    int64_t reserved_bytes;
    Out memory;
    int file; /* -1: in memory */
    void *map;
} HttpBody;

/* declared_bytes: what the request says, 0 when it does not. */
void body_start(HttpBody *body, BodyRoom *room, Arena *arena, int64_t bytes_max,
                int64_t declared_bytes);
void body_take(HttpBody *body, Str bytes);
/* All of it: a view that lives until body_done. Empty unless BODY_WHOLE. */
Str body_end(HttpBody *body);
/* The room it took is free for others; its bytes stay. For the thread that reads. */
void body_leave(HttpBody *body);
/* Mapping and file are gone, memory goes with the arena. */
void body_done(HttpBody *body);
