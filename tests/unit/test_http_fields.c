/* A form with a table of fields (PARAM_FIELDS). */
#include "check.h"
#include "http/param.h"

/* "CODE@byte [arguments]" of an error. */
static Str told(Arena *arena, const Err *err)
{
    Out out = out_new(arena, 4096);
    out_s(&out, str_from_z(err_code_name(err->code)));
    if (err->byte)
        out_f(&out, "@%lld", (long long)err->byte);
    for (int i = 0; i < err->nargs; i++) {
        out_s(&out, S(" ["));
        out_s(&out, err_arg(err, err->args[i].key));
        out_s(&out, S("]"));
    }
    return out_str(&out);
}

static const Param fields_table[] = {
    {"v", PARAM_FIELDS, IN_FORM, .max = 3}, {"vat", PARAM_TEXT, IN_FORM, .max = 9}, {0}};

static void params__take_a_table_of_fields(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    ParamValues values = {.table = fields_table};
    HttpPairs form;
    CHECK(form_parse(&arena, S("v.a.x=1.5&vat=2&v.b.x=&v.a.y=NA"), &form, NULL));
    CHECK_OK(params_take(&arena, &values, IN_FORM, &form, &err), &err);
    CHECK_I64(values.fields.count, 3);
    CHECK_STR(values.fields.items[0].name, S("v.a.x"));
    CHECK_STR(values.fields.items[0].value, S("1.5"));
    CHECK_STR(values.fields.items[1].name, S("v.b.x")); /* an emptied one is told */
    CHECK_STR(values.fields.items[1].value, S(""));
    CHECK(param_of(&values, "v")->given && param_of(&values, "v")->i64 == 3);
    CHECK_STR(param_of(&values, "vat")->text, S("2"));
    static const struct {
        Str in, expected;
    } cases[] = {
        {SC("v=1"), SC("PARAM_UNKNOWN [v] [v, vat]")},
        {SC("v.=1"), SC("PARAM_UNKNOWN [v.] [v, vat]")},
        {SC("w.a=1"), SC("PARAM_UNKNOWN [w.a] [v, vat]")},
        {SC("v.a=1&v.b=2&v.a=1"), SC("PARAM_TWICE [v.a]")},
        {SC("v.a=1234"), SC("PARAM_TEXT [v.a] [4] [0–3]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ParamValues bad = {.table = fields_table};
        CHECK(form_parse(&arena, cases[i].in, &form, NULL));
        CHECK(!params_take(&arena, &bad, IN_FORM, &form, &err));
        CHECK_STR(told(&arena, &err), cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(params__take_a_table_of_fields)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
