/* base/err.h - what went wrong: a code, its arguments and a place. Never a sentence.
 *
 * The lowest level that knows sets the error; upper levels add a place or pass it on. The sentence
 * comes from i18n/ at the edges only, in the language of the person (i18n/msg.h: msg_err). The
 * kind decides behaviour (exit status, later the HTTP status). An Err owns its text, so it may be
 * copied and may outlive the arena of the work that failed. Callers: everything. */
#pragma once
#include "base/arena.h"

typedef enum ErrKind {
    KIND_OK,
    KIND_INVALID,   /* input is wrong: exit 2 */
    KIND_NOT_FOUND, /* exit 3 */
    KIND_CONFLICT,  /* the state does not allow it: exit 4 */
    KIND_DENIED,    /* exit 5 */
    KIND_TOO_LARGE, /* a named limit: exit 6 */
    KIND_BUSY,      /* try again later: exit 7 */
    KIND_IO,        /* disk, network, database: exit 8 */
    KIND_INTERNAL,  /* a defect in duban: exit 9 */
} ErrKind;

#include "base/err_codes.h"

typedef enum ErrCode {
    ERR_NONE,
#define X(name, kind) ERR_##name,
    ERR_CODES(X)
#undef X
        ERR_CODE_COUNT
} ErrCode;

/* A named argument of a message: {found} in the sentence takes the argument "found". */
typedef struct Arg {
    const char *key; /* a literal */
    Str value;
} Arg;

enum { ERR_ARGS_MAX = 6, ERR_TEXT_BYTES = 640, ERR_FILE_BYTES = 200 };

typedef struct Err {
    ErrCode code;
    int64_t row;  /* 1-based line or row; 0 = none */
    int64_t col;  /* 1-based column; 0 = none */
    int64_t byte; /* 1-based byte offset; 0 = none */
    int nargs;
    struct {
        const char *key;
        int16_t at, len; /* in text */
    } args[ERR_ARGS_MAX];
    int16_t text_used;
    char text[ERR_TEXT_BYTES];
    char file[ERR_FILE_BYTES]; /* NUL-terminated; empty = none */
} Err;

/* Sets code and arguments, clears the place; long arguments are cut on a character. err may be NULL. */
void err_fill(Err *err, ErrCode code, const Arg *args, int nargs);
/* The same, and false, so that `return err_set(err, ERR_X, ...)` reads well; inline, so that
 * compiler and analyzer see that it is false. */
static inline bool err_set_args(Err *err, ErrCode code, const Arg *args, int nargs)
{
    err_fill(err, code, args, nargs);
    return false;
}
#define err_set(err, code, ...)                                                                    \
    err_set_args((err), (code), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                             \
                 (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
/* Adds the place where the fault is, if none is known yet. Returns false. */
bool err_at_file(Err *err, Str file);
bool err_at_cell(Err *err, int64_t row, int64_t col);
bool err_at_byte(Err *err, int64_t byte);
ErrKind err_kind(ErrCode code);
const char *err_code_name(ErrCode code); /* "CSV_QUOTE": stable, for logs and the API */
Str err_arg(const Err *err, const char *key);
int err_exit_status(const Err *err);

/* Many faults of one input, so that a clerk mends a file once. Keeps the first FAULTS_KEPT_MAX and
 * counts the rest. */
enum { FAULTS_KEPT_MAX = 100 };
typedef struct Faults {
    Arena *arena;
    Err *items;
    int count; /* kept */
    size_t cap;
    int64_t total; /* all */
} Faults;

void faults_add(Faults *faults, const Err *err);
