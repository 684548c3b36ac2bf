/* app/red_seen.h - nobody's area is shown red to colleagues before its leader has seen it (待分管领导阅知).
 *
 * A reader of the role leader sees a red target of another leader's area without its light until the leader in charge has
 * seen it (a row of leader_seen), or until the workdays of the campaign's month rule (month.leader_seen) after the
 * publication are over. Without that rule there is no such end, without a calendar it is not reached. The figures stay as they are:
 * only the light waits. The campaign office and the units see what they always saw. Callers: app/ledger, app/target, app/leader. */
#pragma once
#include "app/app.h"
#include "app/campaign_index.h"
#include "core/light.h"

typedef struct RedSeen {
    bool guards; /* the reader is one of the leaders */
    bool over;   /* the days to wait are over, for what was published last */
    Str post;    /* the reader's */
    Map seen;    /* "T01:2021-09" */
} RedSeen;

bool red_seen_read(App *app, RedSeen *ret_seen, Err *err);
/* Takes the light of a target in the period of its value away where it waits for the leader of its task; true when it did. */
bool red_seen_hide(App *app, const RedSeen *seen, const Target *target, Str period, Light *light,
                   LightReason *reason);
/* "T01:2021-09". */
Str red_seen_key(Arena *arena, const Target *target, Str period);
/* Whether the post is that of a lead leader of the task, itself or above it. */
bool red_seen_leads(const CampaignIndex *index, int task, Str post);
/* The post of the seat: of whom the person acts for, else the person's own. */
Str red_seen_post(App *app);
