/* text/role.h - who does it: notes such as (牵头单位:…;责任单位:…), lines such as 责任单位:…, and
 * 由…牵头,…配合 inside a sentence. In a 责任单位 list without a 牵头单位 the first leads.
 * Callers: text/. */
#pragma once
#include "text/source.h"

typedef struct Roles {
    Strs leaders, lead, responsible, supporting;
    ptrdiff_t deadline_start, deadline_end; /* of a 完成时限 field; equal = none */
} Roles;

typedef struct Note {
    ptrdiff_t start, end; /* norm; the whole note with its brackets */
    Roles roles;
} Note;

typedef struct Notes {
    Note *items;
    int count;
    size_t cap;
} Notes;

/* All notes of norm[from, to), in order. */
void role_notes(const Source *src, ptrdiff_t from, ptrdiff_t to, Notes *notes);
/* 由…牵头,…配合 and 各县区要…, told by the sentence itself. */
void role_sentence(const Source *src, ptrdiff_t from, ptrdiff_t to, Roles *roles);
/* Cuts a list of bodies at 、, and 和 between bodies. */
void role_split(const Source *src, ptrdiff_t from, ptrdiff_t to, Strs *list);
/* First responsible becomes lead when none leads. */
void role_first_leads(Arena *arena, Roles *roles);
bool role_is_body(Str text);
bool roles_empty(const Roles *roles);
