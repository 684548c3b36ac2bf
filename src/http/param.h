/* http/param.h - what a route lets in: every parameter by name, kind and bound; anything else is refused.
 *
 * A route declares its parameters in one table; the same table makes the checks, the OpenAPI
 * description and the tests. Values come from the path, the query and the form, are trimmed and
 * checked before a handler runs. Callers: web/. */
#pragma once
#include "http/fields.h"

typedef enum ParamKind {
    PARAM_CODE,   /* base/code.h; at most max bytes, 0: CODE_BYTES_MAX */
    PARAM_TEXT,   /* one or more lines of UTF-8, min..max characters; CRLF becomes LF, tabs stay */
    PARAM_INT,    /* min..max */
    PARAM_PERIOD, /* 2021-06 */
    PARAM_CHOICE, /* one of "a|b|c" */
    PARAM_FLAG,   /* "1" or absent */
    PARAM_SECRET, /* a password: at most max bytes, never shown in an error, never logged */
    PARAM_PAIRS,  /* "code=number" words, min..max characters; as JSON an object of them */
    PARAM_FILES,  /* at most max uploaded files of a multipart form */
    PARAM_FIELDS, /* of a table that is typed into: every field "name.…", each a PARAM_TEXT of min..max characters;
                   * the handler checks what follows the dot. As JSON also one object of them: {"name": {"…": "12"}} */
} ParamKind;

typedef enum ParamPlace { IN_QUERY, IN_PATH, IN_FORM } ParamPlace;

typedef struct Param {
    const char *name; /* NULL ends the table */
    ParamKind kind;
    ParamPlace place;
    bool required;
    int64_t min, max;
    const char *choices; /* PARAM_CHOICE */
} Param;

enum { PARAMS_MAX = 16 };

typedef struct ParamValue {
    bool given;
    Str text; /* as checked */
    int64_t
        i64; /* PARAM_INT; PARAM_CHOICE: index of the choice; PARAM_FLAG: 1; PARAM_FILES: how many */
} ParamValue;

typedef struct ParamValues {
    const Param *table;
    ParamValue values[PARAMS_MAX]; /* in the order of the table */
    MultipartParts files;
    HttpPairs
        fields; /* of PARAM_FIELDS, in order, with their whole names; the row's i64 is how many */
} ParamValues;

/* Checks one value. ERR_PARAM_* {field, found, expected}. */
bool param_check(Arena *arena, const Param *param, Str raw, ParamValue *ret_value, Err *err);
/* Fills *values from decoded fields of one place; an undeclared field is ERR_PARAM_UNKNOWN {field},
 * a second one of the same name ERR_PARAM_TWICE. Empty optional values count as absent. */
bool params_take(Arena *arena, ParamValues *values, ParamPlace place, const HttpPairs *fields,
                 Err *err);
/* The same for those parts of a multipart form that are files: into PARAM_FILES rows and values->files, in
 * order; an input for files where nothing was chosen counts as absent. */
bool params_take_files(Arena *arena, ParamValues *values, const MultipartParts *parts, Err *err);
/* Every required one is there: ERR_PARAM_MISSING {field}. */
bool params_complete(const ParamValues *values, Err *err);

/* Reading: a name that the table does not declare is a defect and aborts. */
const ParamValue *param_of(const ParamValues *values, const char *name);
