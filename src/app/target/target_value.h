/* app/target/target_value.h - what the city or a unit owes of a target in a month (decision 0010).
 *
 * The campaign's files state targets and allotments; a change (target_change) holds from its period on.
 * Of the changes that have begun in a period the one made last holds. An allotment goes with the seat: a
 * unit under a new name owes what its seat owed; one that others were merged into owes its own part
 * only, and the parts of those others are owed by nobody until a change says by whom. Pure, over the
 * index. Callers: whoever asks what is owed: app/score/inputs, ledger, unit_view, targets, the monthly report. */
#pragma once
#include "app/campaign_index.h"
#include "core/target.h"

typedef enum OwedFrom {
    OWED_CHANGED,  /* by a change of the unit's part */
    OWED_ALLOTTED, /* by an allotment to it or to its seat */
    OWED_EACH,     /* the target is one of each unit: the target itself */
    OWED_NOTHING,
} OwedFrom;

typedef struct Owed {
    Str value; /* canonical decimal; empty = nothing is stated */
    OwedFrom from;
    const TargetChange *change; /* that holds; NULL = none */
    int holder; /* unit whose allotment or change it is: an earlier holder of the seat, or itself; -1 = none */
} Owed;

/* unit -1: the city, whose value is the target's own or its change's (OWED_ALLOTTED, OWED_CHANGED).
 * period: index of the campaign; -1: before the first, as the files state it. */
Owed target_owed(const CampaignIndex *index, int target, int unit, int period);
/* What a unit's score of the indicator is held against: the first of its targets that states a part of the unit's or
 * gives it one by a change; false: none does. */
bool target_owed_by_indicator(const CampaignIndex *index, Str indicator, int unit, int period,
                              Owed *ret_owed);
/* Its value alone; codes that nobody knows owe nothing. unit empty: the city. */
Str target_value_at(const CampaignIndex *index, Str target, Str unit, Str period);
Split target_split_of(const CampaignIndex *index, int target);
/* Units of the target: with a part first stated or given by a change by the period, or without one beside
 * peers who have one. In official order, the municipal seat where it stands there. */
bool target_parts(Arena *arena, const CampaignIndex *index, int target, int period,
                  SplitPart **ret_parts, int *ret_count, Err *err);
bool target_check(Arena *arena, const CampaignIndex *index, int target, int period,
                  SplitCheck *ret_check, Err *err);
/* Whether the unit holds a seat on some day of the period (index). */
bool index_is_member(const CampaignIndex *index, int unit, int period);
