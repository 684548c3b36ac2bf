/* app/report/confirmed.h - what holds of a month: of each unit and indicator the reported value and the confirmed one.
 *
 * The newest that was handed in holds, corrections among it; a newer report replaces the older one as a whole.
 * Nobody is asked for permission: whose the values are, the callers know. Callers: app/report/confirm, the review of reports. */
#pragma once
#include "app/app.h"
#include "base/map.h"
#include "i18n/msg.h"

typedef struct HeldValue {
    bool given; /* a value, 不涉及 or a state */
    Str value;  /* canonical; may be empty */
    bool na;
    Str state;      /* not_yet · no_rank; else empty */
    Str submission; /* id of what it stands in */
    bool corrected;
} HeldValue;

typedef struct HeldValues {
    const CampaignDef *def;
    Map units, indicators;
    HeldValue *reported, *confirmed; /* [unit index * indicators + indicator index] */
    bool *has_report;                /* [unit index] */
} HeldValues;

bool confirmed_of(App *app, const CampaignPeriod *period, HeldValues *ret_values, Err *err);
/* NULL where the campaign does not know the codes. */
const HeldValue *held_confirmed(const HeldValues *values, Str unit, Str indicator);
const HeldValue *held_reported(const HeldValues *values, Str unit, Str indicator);
/* Whether two hold the same: numbers by their value, 1.1 and 1.10 are one. */
bool held_equal(const HeldValue *a, const HeldValue *b);
/* What the release of a statistics office says of itself, from the head of a submission: 发布机关 《文件》 日期.
 * Empty: there is none. */
typedef struct HeldRelease {
    Str body, document, on;
} HeldRelease;
HeldRelease held_release(Arena *arena, Str submission_head);
/* "市统计局 《…》 2021-11-18发布"; empty where there is none. */
Str release_text(Arena *arena, Lang lang, const HeldRelease *release);
/* 口径: 工作 · 部门 · 统计. */
Str basis_text(Lang lang, Str basis);
