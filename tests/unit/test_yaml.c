#include "base/limits.h"
#include "base/out.h"
#include "check.h"
#include "sys/json_in.h"
#include "sys/yaml.h"

static Tree *good(Arena *a, const char *text)
{
    Tree *tree = NULL;
    Err err = {0};
    CHECK_OK(yaml_parse(a, str_from_z(text), &tree, &err), &err);
    return tree;
}

static Err bad(Arena *a, const char *text)
{
    Tree *tree = NULL;
    Err err = {0};
    CHECK(!yaml_parse(a, str_from_z(text), &tree, &err));
    return err;
}

static void yaml__keeps_text_order_and_places(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Tree *t = good(&a, "format: x/1\nlist:\n  - 1.10\n  - {k: '007', z: ~}\n权重: 24\n");
    CHECK_I64(t->kind, TREE_MAP);
    CHECK_I64(t->count, 3);
    const Tree *list = tree_get(t, S("list"));
    CHECK_I64(list->kind, TREE_LIST);
    CHECK_STR(list->first->text, S("1.10"));
    CHECK_I64(list->first->line, 3);
    CHECK_I64(list->first->col, 5);
    const Tree *k = tree_get(list->last, S("k"));
    CHECK_STR(k->text, S("007"));
    CHECK(k->quoted);
    CHECK_I64(tree_get(list->last, S("z"))->kind, TREE_NULL);
    CHECK_STR(tree_get(t, S("权重"))->text, S("24"));
    CHECK_I64(tree_get(t, S("权重"))->key_line, 5);
    CHECK(tree_get(t, S("absent")) == NULL);
    CHECK_I64(good(&a, "")->kind, TREE_NULL);
    CHECK_I64(good(&a, "# only a comment\n")->kind, TREE_NULL);
}

static void yaml__refuses_a_key_twice_with_its_place(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = bad(&a, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n");
    CHECK_ERR(&err, ERR_TREE_TWICE);
    CHECK_STR(err_arg(&err, "key"), S("c"));
    CHECK_I64(err.row, 5);
    CHECK_I64(err.col, 3);
}

static void yaml__refuses_second_meanings(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = bad(&a, "a: &x 1\n");
    CHECK_ERR(&err, ERR_YAML_ANCHOR);
    CHECK_I64(err.row, 1);
    CHECK_I64(err.col, 4);
    err = bad(&a, "a: &x [1]\nb: *x\n");
    CHECK_ERR(&err, ERR_YAML_ANCHOR);
    err = bad(&a, "b: *x\n");
    CHECK_ERR(&err, ERR_YAML_ANCHOR);
    err = bad(&a, "a: !!str 1\n");
    CHECK_ERR(&err, ERR_YAML_TAG);
    err = bad(&a, "[a]: 1\n");
    CHECK_ERR(&err, ERR_YAML_KEY);
    err = bad(&a, "a: 1\n---\nb: 2\n");
    CHECK_ERR(&err, ERR_YAML_DOCUMENTS);
    CHECK_I64(err.row, 2);
}

static void yaml__names_the_place_of_broken_text(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = bad(&a, "a: 1\n b: [1, 2\n");
    CHECK_ERR(&err, ERR_YAML_SYNTAX);
    CHECK_I64(err.row, 2);
    err = bad(&a, "a: \xff\n");
    CHECK_ERR(&err, ERR_TEXT_ENCODING);
    CHECK_I64(err.byte, 4);
}

static Str repeated(Arena *a, Str piece, int64_t times)
{
    Out out = out_new(a, (size_t)(piece.len * times) + 16);
    for (int64_t i = 0; i < times; i++)
        out_s(&out, piece);
    return out_str(&out);
}

static void yaml__holds_its_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Tree *tree = NULL;
    CHECK(!yaml_parse(&a, repeated(&a, S("["), LIMIT_YAML_DEPTH + 1), &tree, &err));
    CHECK_ERR(&err, ERR_LIMIT);
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_YAML_DEPTH"));
    CHECK(!yaml_parse(&a, repeated(&a, S("- 1\n"), LIMIT_YAML_NODES), &tree, &err));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_YAML_NODES"));
    CHECK(!yaml_parse(&a, repeated(&a, S(" "), LIMIT_YAML_BYTES + 1), &tree, &err));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_YAML_BYTES"));
    CHECK(!yaml_parse(&a, repeated(&a, S("["), LIMIT_YAML_BYTES), &tree, &err));
}

static Err json_bad(Arena *a, Str text)
{
    Tree *tree = NULL;
    Err err = {0};
    CHECK(!json_parse(a, text, &tree, &err));
    return err;
}

static void json__gives_the_same_tree(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Tree *t = NULL;
    Err err = {0};
    CHECK_OK(json_parse(&a, S("{\"v\":\"1.10\",\"n\":7,\"b\":true,\"z\":null,\"l\":[1,{\"a\":2}]}"),
                        &t, &err),
             &err);
    CHECK_I64(t->count, 5);
    CHECK_STR(tree_get(t, S("v"))->text, S("1.10"));
    CHECK(tree_get(t, S("v"))->quoted);
    CHECK_STR(tree_get(t, S("n"))->text, S("7"));
    CHECK_STR(tree_get(t, S("b"))->text, S("true"));
    CHECK_I64(tree_get(t, S("z"))->kind, TREE_NULL);
    CHECK_STR(tree_get(tree_get(t, S("l"))->last, S("a"))->text, S("2"));
}

static void json__refuses_what_cannot_be_kept(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = json_bad(&a, S("{\"a\":1,\"a\":2}"));
    CHECK_ERR(&err, ERR_JSON_TWICE);
    CHECK_I64(err.row, 1);
    err = json_bad(&a, S("{\"rows\":[{\"value\":1.10}]}"));
    CHECK_ERR(&err, ERR_JSON_NUMBER);
    CHECK_STR(err_arg(&err, "found"), S("$.rows[0].value"));
    err = json_bad(&a, S("{\"a\":\n [1,}"));
    CHECK_ERR(&err, ERR_JSON_SYNTAX);
    CHECK_I64(err.row, 2);
    err = json_bad(&a, S(""));
    CHECK_ERR(&err, ERR_JSON_SYNTAX);
    err = json_bad(&a, S("\"\\u0000\""));
    CHECK_ERR(&err, ERR_JSON_SYNTAX);
    err = json_bad(&a, S("\"\xff\""));
    CHECK_ERR(&err, ERR_TEXT_ENCODING);
    err = json_bad(&a, repeated(&a, S("["), LIMIT_JSON_DEPTH + 1));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_JSON_DEPTH"));
    err = json_bad(&a, repeated(&a, S("0,"), LIMIT_JSON_NODES + 1));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_JSON_NODES"));
    err = json_bad(&a, repeated(&a, S(" "), LIMIT_JSON_BYTES + 1));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_JSON_BYTES"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml__keeps_text_order_and_places),
        cmocka_unit_test(yaml__refuses_a_key_twice_with_its_place),
        cmocka_unit_test(yaml__refuses_second_meanings),
        cmocka_unit_test(yaml__names_the_place_of_broken_text),
        cmocka_unit_test(yaml__holds_its_limits),
        cmocka_unit_test(json__gives_the_same_tree),
        cmocka_unit_test(json__refuses_what_cannot_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
