/* app/scheme/scheme_diff.h - what differs between two schemes, node by node, and whether any of it acts.
 *
 * Nodes are known by their code. Callers: cli/, app/. */
#pragma once
#include "core/scheme.h"

typedef enum SchemeChangeKind {
    SCHEME_CHANGED, /* a key of the head (node empty) or of a node: from -> to */
    SCHEME_ADDED,
    SCHEME_REMOVED,
    SCHEME_MOVED,  /* to another component: from -> to */
    SCHEME_SHIFTED /* its share of the whole alone, because of others */
} SchemeChangeKind;

typedef struct SchemeChange {
    SchemeChangeKind kind;
    Str node, name;           /* code and name; empty: the head */
    Str key;                  /* "weight", "rank.round" */
    Str from, to;             /* as the file says; empty: not said */
    Str share_from, share_to; /* per cent of the whole, 2 decimals; "" where data tells it */
    bool acts;                /* false: names, notes, sources, version, dates */
} SchemeChange;

typedef struct SchemeChanges {
    SchemeChange *items;
    int count;
    size_t cap;
    bool acts; /* of any */
} SchemeChanges;

void scheme_diff(Arena *arena, const Scheme *from, const Scheme *to, SchemeChanges *ret_changes);
/* Share of the whole that the node has by weights as given; "" where they come from data. */
Str scheme_share(Arena *arena, const Scheme *scheme, int node);
/* The same of its parent. */
Str scheme_share_in_parent(Arena *arena, const Scheme *scheme, int node);
