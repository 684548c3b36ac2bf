#include "i18n/msg.h"

#include "base/limits.h"

#include <string.h>

Str msg(Lang lang, Msg id)
{
    return msg_table[lang][id];
}

static Str arg_value(const Arg *args, int nargs, Str key)
{
    for (int i = 0; i < nargs; i++)
        if (str_eq(str_from_z(args[i].key), key))
            return args[i].value;
    return S("");
}

void msg_out_args(Out *out, Lang lang, Msg id, const Arg *args, int nargs)
{
    Str rest = msg(lang, id);
    while (rest.len > 0) {
        ptrdiff_t open = str_find(rest, S("{"), 0);
        ptrdiff_t close = open < 0 ? -1 : str_find(rest, S("}"), open);
        if (close < 0) {
            out_s(out, rest);
            return;
        }
        out_s(out, str_sub(rest, 0, open));
        out_s(out, arg_value(args, nargs, str_sub(rest, open + 1, close)));
        rest = str_sub(rest, close + 1, rest.len);
    }
}

Str msg_str_args(Arena *arena, Lang lang, Msg id, const Arg *args, int nargs)
{
    Out out = out_new(arena, LIMIT_LINE_BYTES);
    msg_out_args(&out, lang, id, args, nargs);
    return out_str(&out);
}

/* What the name of a limit (LIMIT_X of base/limits.h) says, row limit.X; anything else says itself. */
static Str limit_words(Lang lang, Str name)
{
    static const Str limit = SC("LIMIT_"), row = SC("limit.");
    if (!str_starts(name, limit))
        return name;
    Str own = str_sub(name, limit.len, name.len);
    for (int id = 0; id < MSG_COUNT; id++)
        if (str_starts(msg_keys[id], row) &&
            str_eq(str_sub(msg_keys[id], row.len, msg_keys[id].len), own))
            return msg(lang, (Msg)id);
    return name;
}

void msg_err(Out *out, Lang lang, const Err *err)
{
    if (err->file[0])
        out_f(out, "%s:", err->file);
    if (err->row)
        out_f(out, "%lld:", (long long)err->row);
    if (err->col)
        out_f(out, "%lld:", (long long)err->col);
    if (err->byte)
        out_f(out, "byte %lld:", (long long)err->byte);
    if (err->file[0] || err->row || err->byte)
        out_c(out, ' ');
    Arg args[ERR_ARGS_MAX];
    for (int i = 0; i < err->nargs; i++) {
        Arg arg = {err->args[i].key, {err->text + err->args[i].at, err->args[i].len}};
        if (err->code == ERR_FILE_SEARCH ||
            (err->code == ERR_LIMIT && strcmp(arg.key, "name") == 0))
            arg.value = limit_words(lang, arg.value);
        args[i] = arg;
    }
    msg_out_args(out, lang, msg_of_err[err->code], args, err->nargs);
}

bool lang_parse(Str s, Lang *ret_lang)
{
    if (str_starts(s, S("zh")))
        *ret_lang = LANG_ZH;
    else if (str_starts(s, S("en")))
        *ret_lang = LANG_EN;
    else
        return false;
    return true;
}
