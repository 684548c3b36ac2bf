#include "base/err.h"

#include "base/utf8.h"

#include <string.h>

typedef struct CodeInfo {
    const char *name;
    ErrKind kind;
} CodeInfo;

#define X(name, kind) {#name, kind},
static const CodeInfo code_info[ERR_CODE_COUNT] = {{"NONE", KIND_OK}, ERR_CODES(X)};
#undef X

void err_fill(Err *err, ErrCode code, const Arg *args, int nargs)
{
    if (!err)
        return;
    memset(err, 0, sizeof *err);
    err->code = code;
    for (int i = 0; i < nargs && i < ERR_ARGS_MAX; i++) {
        ptrdiff_t room = ERR_TEXT_BYTES - err->text_used;
        Str value = utf8_prefix(args[i].value, room < 200 ? room : 200);
        err->args[i].key = args[i].key;
        err->args[i].at = err->text_used;
        err->args[i].len = (int16_t)value.len;
        if (value.len)
            memcpy(err->text + err->text_used, value.ptr, (size_t)value.len);
        err->text_used = (int16_t)(err->text_used + value.len);
        err->nargs = i + 1;
    }
}

bool err_at_file(Err *err, Str file)
{
    if (err && err->file[0] == '\0') {
        Str kept = utf8_prefix(file, ERR_FILE_BYTES - 1);
        if (kept.len)
            memcpy(err->file, kept.ptr, (size_t)kept.len);
        err->file[kept.len] = '\0';
    }
    return false;
}

bool err_at_cell(Err *err, int64_t row, int64_t col)
{
    if (err && err->row == 0) {
        err->row = row;
        err->col = col;
    }
    return false;
}

bool err_at_byte(Err *err, int64_t byte)
{
    if (err && err->byte == 0)
        err->byte = byte;
    return false;
}

ErrKind err_kind(ErrCode code)
{
    return (int)code >= 0 && code < ERR_CODE_COUNT ? code_info[code].kind : KIND_INTERNAL;
}

const char *err_code_name(ErrCode code)
{
    return (int)code >= 0 && code < ERR_CODE_COUNT ? code_info[code].name : "INTERNAL";
}

Str err_arg(const Err *err, const char *key)
{
    for (int i = 0; i < err->nargs; i++)
        if (strcmp(err->args[i].key, key) == 0)
            return (Str){err->text + err->args[i].at, err->args[i].len};
    return (Str){"", 0};
}

int err_exit_status(const Err *err)
{
    ErrKind kind = err_kind(err->code);
    return kind == KIND_OK ? 0 : (int)kind + 1;
}

void faults_add(Faults *faults, const Err *err)
{
    faults->total++;
    if (faults->count < FAULTS_KEPT_MAX)
        *arena_push(faults->arena, faults) = *err;
}
