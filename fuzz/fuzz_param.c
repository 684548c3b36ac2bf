/* A query against a table of all kinds: what gets through keeps the promises of its row, and an error
 * names a field and never a secret. */
#include "fuzz.h"

#include "base/code.h"
#include "base/date.h"
#include "base/utf8.h"
#include "http/param.h"

#include <assert.h>
#include <string.h>

static const Param table[] = {
    {"code", PARAM_CODE, IN_QUERY, true},
    {"unit", PARAM_CODE, IN_QUERY, .max = 12},
    {"text", PARAM_TEXT, IN_QUERY, false, 0, 200},
    {"note", PARAM_TEXT, IN_QUERY, false, 2, 5},
    {"int", PARAM_INT, IN_QUERY, false, INT64_MIN, INT64_MAX},
    {"page", PARAM_INT, IN_QUERY, false, -3, 500},
    {"period", PARAM_PERIOD, IN_QUERY},
    {"order", PARAM_CHOICE, IN_QUERY, .choices = "rank|code|name"},
    {"all", PARAM_FLAG, IN_QUERY},
    {"password", PARAM_SECRET, IN_QUERY, .max = 64},
    {"files", PARAM_FILES, IN_QUERY, .max = 2},
    {"path", PARAM_CODE, IN_PATH},
    {"v", PARAM_FIELDS, IN_QUERY, .max = 8},
    {0},
};

static void check_lines(const Param *row, Str text)
{
    ptrdiff_t count = utf8_count(text);
    assert(count >= row->min && count <= row->max);
    for (ptrdiff_t i = 0; i < text.len; i++)
        assert((unsigned char)text.ptr[i] >= 0x20 || text.ptr[i] == '\n' || text.ptr[i] == '\t');
}

static void check_value(const Param *row, const ParamValue *value)
{
    static const char *orders[] = {"rank", "code", "name"};
    char day[16];
    Date date;
    int64_t number;
    assert(utf8_valid(value->text, NULL) && value->text.len > 0);
    assert(row->kind == PARAM_SECRET || str_eq(utf8_trim(value->text), value->text));
    switch (row->kind) {
    case PARAM_CODE:
        assert(code_is_valid(value->text) && (row->max == 0 || value->text.len <= row->max));
        break;
    case PARAM_TEXT:
    case PARAM_PAIRS:
        check_lines(row, value->text);
        break;
    case PARAM_INT:
        assert(str_to_i64(value->text, &number) && number == value->i64);
        assert(number >= row->min && number <= row->max);
        break;
    case PARAM_PERIOD:
        assert(value->text.len == 7);
        memcpy(day, value->text.ptr, 7);
        memcpy(day + 7, "-01", 4);
        assert(date_parse(str_from_z(day), &date, NULL));
        break;
    case PARAM_CHOICE:
        assert(str_eq(value->text, str_from_z(orders[value->i64])));
        break;
    case PARAM_FLAG:
        assert(str_eq(value->text, S("1")));
        break;
    case PARAM_SECRET:
        assert(value->text.len <= row->max);
        break;
    case PARAM_FILES:
    case PARAM_FIELDS:
        assert(false);
    }
}

static void check_error(const Err *err, const HttpPairs *fields)
{
    Str field = err_arg(err, "field");
    assert(err->code != ERR_NONE && err_kind(err->code) == KIND_INVALID);
    assert(utf8_valid((Str){err->text, err->text_used}, NULL));
    assert(field.len || err->code == ERR_PARAM_UNKNOWN);
    if (str_eq(field, S("password"))) {
        assert(!err_arg(err, "found").len);
        Str secret = fields_get(fields, field);
        for (int i = 0; i < err->nargs; i++)
            assert(secret.len <= field.len || !str_has(err_arg(err, err->args[i].key), secret));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    HttpPairs fields;
    ParamValues values = {.table = table};
    if (!form_parse(&arena, fuzz_str(data, size), &fields, &err))
        return 0;
    if (!params_take(&arena, &values, IN_QUERY, &fields, &err)) {
        check_error(&err, &fields);
        return 0;
    }
    for (int i = 0; table[i].name; i++) {
        const ParamValue *value = param_of(&values, table[i].name);
        if (table[i].kind == PARAM_FIELDS)
            assert(value->i64 == values.fields.count && value->given == (value->i64 > 0));
        else if (value->given)
            check_value(&table[i], value);
        else
            assert(value->text.len == 0 && value->i64 == 0);
    }
    assert(params_complete(&values, NULL) == values.values[0].given);
    return 0;
}
