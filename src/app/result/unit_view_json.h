/* app/result/unit_view_json.h - one unit's page as JSON, for the API. Callers: web/. */
#pragma once
#include "app/result/unit_view.h"
#include "base/json.h"

/* An object; scores, values and gaps are strings, as everywhere. */
void unit_view_json(const App *app, const UnitView *view, Json *json);
