/* app/result/change_list.h - consequences of corrections as lines for people and as CSV. Callers: cli/, later web/;
 * app/score/sandbox has its lines from here, with masked names. */
#pragma once
#include "app/result/replay.h"
#include "i18n/msg.h"

/* One consequence as a sentence, with the words of its kind; no end of line. */
void change_text(Lang lang, const App *app, const Consequence *c, Str unit, Out *out);
void change_list_text(Lang lang, const App *app, const ConsequenceList *changes, Out *out);
void change_list_csv(Lang lang, const App *app, const ConsequenceList *changes, Out *out);
