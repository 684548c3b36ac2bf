/* app/scheme/scheme_version.h - the versions of a group's scheme, and which of them holds in a period.
 *
 * A version came with the campaign's files, or was proposed since (app/scheme/scheme_desk). Of the import all hold from their
 * period on; one that states its plan_no was approved by that paper. A proposed one holds when it is approved; where
 * nothing else holds, the newest proposal does, as a trial. Which one holds never changes for a period that is frozen: an
 * approval is refused from such a period on. Callers: app/score/inputs, app/scheme/scheme_desk, app/score/sandbox, web/. */
#pragma once
#include "app/app.h"
#include "core/scheme.h"

typedef enum SchemeStanding {
    SCHEME_TRIAL, /* of the import, without a paper that approves it: holds, and cannot be published */
    SCHEME_PROPOSED, /* waits for its approval */
    SCHEME_APPROVED,
    SCHEME_WITHDRAWN
} SchemeStanding;

typedef struct SchemeEntry {
    Str group;
    int version;
    Str effective; /* period code */
    Str file, text, digest;
    SchemeStanding standing;
    Str document;                   /* that approves it; empty: none */
    const SchemeVersion *proposed;  /* NULL: of the import */
    const SchemeDecision *decision; /* newest; NULL: none */
} SchemeEntry;
typedef LIST_OF(SchemeEntry) SchemeEntries;

/* By version. Faults of an imported text are an internal error, since import has refused them. */
bool scheme_entries(App *app, Str group, SchemeEntries *ret_entries, Err *err);
/* NULL when there is none. */
const SchemeEntry *scheme_entry_find(const SchemeEntries *entries, int version);
const SchemeEntry *scheme_entry_holding(const SchemeEntries *entries, Str period);
/* The text as loaded; plan_no is the paper that approves it, empty for a trial. */
bool scheme_entry_load(App *app, const SchemeEntry *entry, Scheme *ret_scheme, Err *err);
/* The one that holds. ERR_SCHEME_NONE when none does. */
bool scheme_for_period(App *app, const CampaignPeriod *period, Str group, Scheme *ret_scheme,
                       Str *ret_digest, Err *err);
Str scheme_standing_word(SchemeStanding standing); /* trial · proposed · approved · withdrawn */
