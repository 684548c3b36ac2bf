/* Lists of networks, and what lies inside. */
#include "base/networks.h"
#include "base/out.h"
#include "check.h"

static bool lies(const char *list, const char *address)
{
    Networks networks = {0};
    CHECK(networks_parse(str_from_z(list), &networks));
    return networks_have(&networks, str_from_z(address));
}

static void networks__have_what_lies_inside(void **state)
{
    (void)state;
    CHECK(lies("10.1.0.0/16", "10.1.255.255"));
    CHECK(!lies("10.1.0.0/16", "10.2.0.0"));
    CHECK(lies("10.1.2.0/23", "10.1.3.9"));
    CHECK(!lies("10.1.2.0/23", "10.1.4.0"));
    CHECK(lies("192.0.2.7", "192.0.2.7"));
    CHECK(!lies("192.0.2.7", "192.0.2.8"));
    CHECK(lies("10.0.0.0/8, 2001:db8::/33", "2001:db8:7fff::1"));
    CHECK(!lies("10.0.0.0/8, 2001:db8::/33", "2001:db8:8000::1"));
    CHECK(lies("0.0.0.0/0", "203.0.113.9"));
    CHECK(!lies("0.0.0.0/0", "2001:db8::1"));
    CHECK(lies("::/0", "203.0.113.9"));
}

static void networks__take_ipv4_in_ipv6_for_ipv4(void **state)
{
    (void)state;
    CHECK(lies("192.0.2.0/24", "::ffff:192.0.2.9"));
    CHECK(lies("::ffff:192.0.2.0/120", "192.0.2.9"));
}

static void networks__have_nothing_that_is_no_address(void **state)
{
    (void)state;
    static const char *none[] = {
        "",          "?",
        "10.1",      "10.1.0.0/16",
        "010.1.0.1", " 10.1.0.1",
        "localhost", "10.1.0.1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK(!lies("0.0.0.0/0,::/0", none[i]));
    Networks nothing = {0};
    CHECK(!networks_have(&nothing, S("10.1.0.1")));
}

static void networks__refuse_what_is_no_list(void **state)
{
    (void)state;
    static const char *bad[] = {
        "",          "10.1.0.0/33",    "10.1.0.0/-1", "10.1.2.3/16",   "10.1.0.0/",
        "10.1.0.0,", "2001:db8::/129", "all",         "10.1.0.0/16/2", "10.1.0.0/1x"};
    Networks networks = {.count = 7};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!networks_parse(str_from_z(bad[i]), &networks));
    CHECK_I64(networks.count, 7);
    AUTO_ARENA a = {0};
    Out list = out_new(&a, 4096);
    for (int i = 0; i < NETWORKS_MAX; i++)
        out_f(&list, "%s10.0.%d.0/24", i ? "," : "", i);
    CHECK(networks_parse(out_str(&list), &networks));
    out_s(&list, S(",10.1.0.0/24"));
    CHECK(!networks_parse(out_str(&list), &networks));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks__have_what_lies_inside),
        cmocka_unit_test(networks__take_ipv4_in_ipv6_for_ipv4),
        cmocka_unit_test(networks__have_nothing_that_is_no_address),
        cmocka_unit_test(networks__refuse_what_is_no_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
