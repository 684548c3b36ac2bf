/* app/ledger_words.h - the words of a ledger for people: relations, levels, lights, states of a note.
 *
 * A light is always said in words; a colour alone tells nothing on paper or to who cannot see it.
 * Callers: app/ledger/ledger_table, cli/, web/. */
#pragma once
#include "core/light.h"
#include "core/target.h"
#include "i18n/msg.h"

/* ge → 不低于 …; the word itself when it is none of ours. */
Str ledger_word(Lang lang, Str word);
/* 绿灯 · 黄灯 · 红灯, or why there is none. */
Str light_text(Lang lang, Light light, LightReason reason);
/* on_track → 正常推进 … */
Str progress_text(Lang lang, Str state);
Str split_text(Lang lang, Split split); /* 分解方式 */
