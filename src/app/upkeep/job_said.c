/* What a job says of itself, from the function that does it to the person who reads it: JSON in the row, a
 * sentence at the edge. */
#include "app/upkeep/schedule_parts.h"
#include "base/hex.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/json_in.h"
#include "sys/randomness.h"

#include <inttypes.h>
#include <string.h>

bool job_say(JobSay *say, int percent)
{
    (void)pthread_mutex_lock(&say->mutex);
    if (percent >= 0 && percent <= 100)
        say->percent = percent;
    bool go_on = !say->stop;
    (void)pthread_mutex_unlock(&say->mutex);
    return go_on;
}

bool job_goes_on(JobSay *say, Err *err)
{
    return !say || job_say(say, -1) || err_set(err, ERR_JOB_STOPPED);
}

void job_say_text(JobSay *say, const char *key, Str value)
{
    Str kept = utf8_prefix(value, JOB_SAID_BYTES - 1);
    (void)pthread_mutex_lock(&say->mutex);
    int at = 0;
    while (at < say->count && strcmp(say->items[at].key, key) != 0)
        at++;
    if (at < JOB_SAID_MAX) {
        say->items[at].key = key;
        memcpy(say->items[at].value, kept.ptr, (size_t)kept.len);
        say->items[at].value[kept.len] = 0;
        say->count = at == say->count ? at + 1 : say->count;
    }
    (void)pthread_mutex_unlock(&say->mutex);
}

void job_say_number(JobSay *say, const char *key, int64_t value)
{
    AUTO_ARENA arena = {0};
    job_say_text(say, key, arena_fmt(&arena, "%" PRId64, value));
}

Str job_said_outcome(Arena *arena, JobSay *say)
{
    Out out = out_new(arena, LIMIT_LINE_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    (void)pthread_mutex_lock(&say->mutex);
    for (int i = 0; i < say->count; i++)
        json_kstr(&json, str_from_z(say->items[i].key), str_from_z(say->items[i].value));
    (void)pthread_mutex_unlock(&say->mutex);
    json_object_end(&json);
    return out_str(&out);
}

Str job_said_error(Arena *arena, const Err *err)
{
    Out out = out_new(arena, LIMIT_LINE_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("error"), str_from_z(err_code_name(err->code)));
    json_key(&json, S("args"));
    json_object(&json);
    for (int i = 0; i < err->nargs; i++)
        json_kstr(&json, str_from_z(err->args[i].key), err_arg(err, err->args[i].key));
    json_object_end(&json);
    json_object_end(&json);
    return out_str(&out);
}

/* The members of a map as the arguments of a sentence. */
static int args_of(Arena *arena, const Tree *map, Arg *args, int max)
{
    int count = 0;
    for (const Tree *m = map ? map->first : NULL; m && count < max; m = m->next)
        args[count++] = (Arg){str_z(arena, m->key), m->text};
    return count;
}

static Str error_text(Arena *arena, Lang lang, Str name, const Tree *map)
{
    Arg args[ERR_ARGS_MAX];
    int count = args_of(arena, map, args, ERR_ARGS_MAX);
    for (int code = ERR_NONE + 1; code < ERR_CODE_COUNT; code++) {
        if (!str_eq(str_from_z(err_code_name((ErrCode)code)), name))
            continue;
        Err err = {0};
        Out out = out_new(arena, LIMIT_LINE_BYTES);
        err_fill(&err, (ErrCode)code, args, count);
        msg_err(&out, lang, &err);
        return out_str(&out);
    }
    return name;
}

Str job_said_text(Arena *arena, Lang lang, const JobKind *kind, Str said)
{
    Tree *tree;
    Err ignored = {0};
    Arg args[JOB_SAID_MAX];
    if (!json_parse(arena, said, &tree, &ignored) || tree->kind != TREE_MAP || !tree->first)
        return S("");
    const Tree *text = tree_get(tree, S("text"));
    if (text) /* a sentence already, of an export */
        return text->text;
    const Tree *error = tree_get(tree, S("error"));
    if (error)
        return error_text(arena, lang, error->text, tree_get(tree, S("args")));
    int count = args_of(arena, tree, args, JOB_SAID_MAX);
    return kind ? msg_str_args(arena, lang, kind->outcome, args, count) : S("");
}

Str job_new_id(Arena *arena)
{
    unsigned char bytes[16];
    random_bytes(bytes, sizeof bytes);
    return hex_of(arena, bytes, sizeof bytes);
}
