#include "check.h"
#include "web/web.h"

static bool is_hole(Str s)
{
    return s.len > 0 && s.ptr[0] == '{';
}

/* Whether one path could be meant by both patterns. */
static bool overlap(Str a, Str b)
{
    while (a.len && b.len) {
        Str x = str_cut(&a, '/'), y = str_cut(&b, '/');
        if (!is_hole(x) && !is_hole(y) && !str_eq(x, y))
            return false;
    }
    return a.len == 0 && b.len == 0;
}

static void table__every_write_is_guarded(void **state)
{
    (void)state;
    for (const Route *r = web_routes; r->pattern; r++) {
        if (r->method == HTTP_GET) {
            CHECK(!(r->flags & ROUTE_NO_CSRF));
            CHECK_I64(r->body_bytes_max, 0);
            continue;
        }
        if (r->access == ROUTE_PUBLIC)
            CHECK(r->flags & ROUTE_NO_CSRF); /* there is no session to have a token */
        else
            CHECK(!(r->flags & ROUTE_NO_CSRF));
        CHECK(r->body_bytes_max > 0);
    }
}

static void table__every_parameter_has_a_bound(void **state)
{
    (void)state;
    for (const Route *r = web_routes; r->pattern; r++) {
        int n = 0;
        for (const Param *p = r->params; p && p->name; p++, n++) {
            if (p->kind == PARAM_TEXT || p->kind == PARAM_SECRET || p->kind == PARAM_PAIRS ||
                p->kind == PARAM_FIELDS)
                CHECK(p->max > 0);
            if (p->kind == PARAM_INT)
                CHECK(p->max > p->min);
            if (p->kind == PARAM_CHOICE)
                CHECK(p->choices && *p->choices);
            CHECK(p->place != IN_FORM || r->method != HTTP_GET);
            AUTO_ARENA a = {0};
            Str hole = arena_fmt(&a, "{%s}", p->name);
            CHECK((p->place == IN_PATH) == str_has(str_from_z(r->pattern), hole));
        }
        CHECK(n <= PARAMS_MAX);
    }
}

static void table__every_hole_is_a_parameter(void **state)
{
    (void)state;
    for (const Route *r = web_routes; r->pattern; r++) {
        int holes = 0, declared = 0;
        for (const char *at = r->pattern; *at; at++)
            holes += *at == '{';
        for (const Param *p = r->params; p && p->name; p++)
            declared += p->place == IN_PATH;
        CHECK_I64(declared, holes);
    }
}

static void table__no_path_has_two_rows(void **state)
{
    (void)state;
    for (const Route *r = web_routes; r->pattern; r++)
        for (const Route *s = web_routes; s < r; s++)
            if (r->method == s->method && overlap(str_from_z(r->pattern), str_from_z(s->pattern)))
                fail_msg("%s and %s mean the same path", r->pattern, s->pattern);
}

static void link__fills_path_and_query(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_STR(link_args(&a, "/", NULL, 0), S("/"));
    CHECK_STR(
        link_args(&a, "/units/{unit}",
                  (const Arg[]){{"unit", S("丁区/&")}, {"period", S("2021-06")}, {"q", S("")}}, 3),
        S("/units/%E4%B8%81%E5%8C%BA%2F%26?period=2021-06"));
    CHECK_STR(link_args(&a, "/ledger", (const Arg[]){{"q", S("a b&c=d")}, {"after", S("3.1")}}, 2),
              S("/ledger?q=a%20b%26c%3Dd&after=3.1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table__every_write_is_guarded),
        cmocka_unit_test(table__every_parameter_has_a_bound),
        cmocka_unit_test(table__every_hole_is_a_parameter),
        cmocka_unit_test(table__no_path_has_two_rows),
        cmocka_unit_test(link__fills_path_and_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
