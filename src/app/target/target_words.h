/* app/target/target_words.h - targets in words: kinds, findings, trajectory, likelihood; as rows of a sheet and as JSON.
 *
 * Callers: cli/, web/. */
#pragma once
#include "app/ledger_words.h"
#include "app/target/targets.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

Str trajectory_text(Lang lang, TrajectoryKind kind);
/* "较有可能（81%）", or why there is none. */
Str forecast_text(Arena *arena, Lang lang, const Forecast *forecast);
/* "增长 10.0%", "上升 2.4 个百分点", "上年同期为零"; empty without a value of the year before. */
Str growth_text(Arena *arena, Lang lang, const TargetFigures *figures);
/* What is wrong with a decomposition, a sentence each, joined; empty = nothing. unit -1: of the whole. */
Str finding_text(Arena *arena, Lang lang, const TargetView *view, const SplitFinding *finding);
Str findings_text(Arena *arena, Lang lang, const TargetView *view, bool whole_only);
/* "截至2021年8月（已公布），与台账一致" */
Str target_at_text(Arena *arena, Lang lang, const TargetView *view);
/* Of a target: its what, else its code. */
Str target_title(const TargetView *view);
/* One row a target; one row a unit. */
Sheet targets_sheet(App *app, Lang lang, const TargetViews *views);
Sheet target_sheet(App *app, Lang lang, const TargetView *view);
void targets_json(App *app, const TargetViews *views, Json *json);
void target_json(App *app, const TargetView *view, Json *json);
void target_change_json(App *app, const TargetChange *change, Json *json);
