/* app/paper/province_edit.h - what the office chose and wrote for a report to the province: names and values, never a figure.
 *
 *   text.overall, text.theme.1, text.problems, text.suggestions   free sentences, a line each
 *   pick.SUBMISSION-ROW = 1                                          a unit's problem or matter
 *   highlight.ID = 1                                                a highlight, at most PROVINCE_HIGHLIGHTS
 *
 * Callers: app/paper/province*, web/, cli/. */
#pragma once
#include "app/paper/province_facts.h"

enum { PROVINCE_HIGHLIGHTS = 3 };

typedef struct ProvinceEdit {
    Str name, value;
} ProvinceEdit;
typedef LIST_OF(ProvinceEdit) ProvinceEdits;

/* Values are cleaned, empty ones left out. ERR_PROVINCE_EDIT {found}, ERR_PROVINCE_HIGHLIGHTS {limit}, ERR_LIMIT. */
bool province_edits_check(App *app, const ProvinceEdits *given, ProvinceEdits *ret_edits, Err *err);
Str province_edit(const ProvinceEdits *edits, Str name); /* empty: none */
bool province_picked(App *app, const ProvinceEdits *edits, const char *kind, Str id);
Str province_edits_json(Arena *arena, const ProvinceEdits *edits);
bool province_edits_parse(Arena *arena, Str json, ProvinceEdits *ret_edits, Err *err);

/* What stands in the way of approval: a number of a free sentence that is not among the facts, words of a request for
 * instructions (请示) in a report, a choice that is there no more. */
typedef enum { PROVINCE_NUMBER, PROVINCE_REQUEST, PROVINCE_GONE } ProvinceFaultKind;
typedef struct ProvinceFault {
    Str place; /* name of the edit */
    Str found;
    ProvinceFaultKind what;
} ProvinceFault;
typedef LIST_OF(ProvinceFault) ProvinceFaults;
