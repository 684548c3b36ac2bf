/* web/appeal_marks.h - how an appeal is marked, on its page and in the list. Callers: web/pages/appeals, web/pages/appeals_list. */
#pragma once
#include "app/appeal/appeal.h"
#include "web/pieces.h"

Nav appeal_nav(const Ctx *c);
StateKind appeal_state_kind(const AppealCase *appeal);
Str appeal_left_text(const Ctx *c,
                     const AppealCase *appeal); /* workdays until it should be ruled on */
