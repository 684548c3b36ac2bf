/* app/score/group_panel.h - the inputs of one peer group in one period as a panel, with an engine on it.
 *
 * What inputs_load has resolved (which value counts, whose target, which share of a plan) becomes columns; a leaf has columns
 * of its own, since two leaves may see one indicator differently. The scheme is a copy whose leaves name them. A
 * confirmed value that differs from the reported one has their difference as its tolerance.
 * Where a rule reads other periods or indicators the engine is bound as for a score and has no columns to vary.
 * Callers: app/score/stability, later app/ what computes a group again with something changed. */
#pragma once
#include "app/score/inputs.h"
#include "core/engine.h"

typedef struct GroupPanel {
    Scheme scheme;
    Panel panel;
    Engine *engine;
    EngineEvent *events;
    int64_t nevents;
    EngineResult base; /* with ENGINE_LEAVES and ENGINE_COMPONENTS */
} GroupPanel;

/* *ret_panel stays where it is: the engine points into it. */
bool group_panel(App *app, const CampaignPeriod *period, const GroupInputs *in,
                 GroupPanel *ret_panel, Err *err);
