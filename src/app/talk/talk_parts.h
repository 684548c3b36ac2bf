/* app/talk/talk_parts.h - what the parts of app/talk/talk_case share. Callers: app/talk_*. */
#pragma once
#include "app/talk/talk_case.h"

Str talk_object(const App *app, Str id); /* "talk ID" */
/* The case of a row with all that stands in it, whoever asks; nothing is closed yet. */
bool talk_fill(App *app, Db *db, const TalkRow *row, TalkCase *ret_case, Err *err);
/* The same by id for who may see it: ERR_TALK_ID. */
bool talk_load(App *app, Str id, TalkCase *ret_case, Err *err);
/* ERR_TALK_APPLICANT, ERR_TALK_VERIFIER. */
bool talk_check_person(const App *app, const TalkCase *c, TalkAct act, Err *err);
/* Rules about the campaign and other talks: one talk for one cause, exempt units, who may issue and approve. In the write. */
bool talk_check_rules(App *app, Db *tx, const TalkCase *c, TalkAct act, const TalkForm *form,
                      Err *err);
