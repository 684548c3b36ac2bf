/* app/score/explain_json.h - an explanation as JSON: the same for the command line and the API. Callers: cli/, web/. */
#pragma once
#include "app/score/explain.h"
#include "base/json.h"

/* An object; only: the code of one node, empty for all. */
void explain_json(const App *app, const Explanation *ex, Str only, Json *json);
/* The same as a document of its own. */
void explain_json_text(const App *app, const Explanation *ex, Str only, Out *out);
/* Head of one version of a report or sheet: an object. */
void submission_json(Json *json, const Submission *s);
