/* app/change_list.h - consequences of corrections as lines for people and as CSV. Callers: cli/, later web/. */
#pragma once
#include "app/replay.h"
#include "i18n/msg.h"

void change_list_text(Lang lang, const App *app, const ConsequenceList *changes, Out *out);
void change_list_csv(Lang lang, const App *app, const ConsequenceList *changes, Out *out);
