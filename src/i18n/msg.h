/* i18n/msg.h - every sentence a person reads, in Chinese and English, from one compiled table.
 *
 * The language belongs to the person and is handed in; nothing here is global and no locale is
 * set. A sentence names its arguments: "{found}" is filled from the Arg with key "found"; an
 * argument that is not given prints nothing. Callers: the edges (cli/, web/) and writers of documents in app/. */
#pragma once
#include "base/err.h"
#include "base/out.h"
#include "i18n/messages_gen.h"

typedef enum Lang { LANG_ZH, LANG_EN, LANG_COUNT } Lang;

extern const Str msg_table[LANG_COUNT][MSG_COUNT];
extern const Str msg_keys[MSG_COUNT];
extern const Msg msg_of_err[ERR_CODE_COUNT];

Str msg(Lang lang, Msg id);
void msg_out_args(Out *out, Lang lang, Msg id, const Arg *args, int nargs);
/* msg_out(&out, lang, MSG_X, {"unit", name}, {"count", n}); */
#define msg_out(out, lang, id, ...)                                                                \
    msg_out_args((out), (lang), (id), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                       \
                 (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
/* The same as text of its own. */
Str msg_str_args(Arena *arena, Lang lang, Msg id, const Arg *args, int nargs);
#define msg_str(arena, lang, id, ...)                                                              \
    msg_str_args((arena), (lang), (id), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                     \
                 (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
/* "file:row:column: sentence" with what was found and expected, in one line without a newline. */
void msg_err(Out *out, Lang lang, const Err *err);
/* "zh", "zh-CN", "en" …; false when unknown. */
bool lang_parse(Str s, Lang *ret_lang);
