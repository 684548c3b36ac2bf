#include "check.h"
#include "core/draw.h"

/* The authors' known answers for philox4x32-10. */
static void draw__gives_the_known_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], expected[4];
    } cases[] = {
        {{0}, {0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t words[4];
        draw_words(cases[i].counter, cases[i].key, words);
        for (int k = 0; k < 4; k++)
            CHECK(words[k] == cases[i].expected[k]);
    }
}

static void draw__gives_a_number_by_its_place_alone(void **state)
{
    (void)state;
    double run[9];
    for (uint64_t first = 0; first < 4; first++)
        for (int count = 0; count < 9; count++) {
            draw_uniforms(7, 3, first, count, run);
            for (int k = 0; k < count; k++)
                CHECK(run[k] == draw_uniform(7, 3, first + (uint64_t)k));
        }
    CHECK(draw_uniform(7, 3, 0) != draw_uniform(7, 4, 0));
    CHECK(draw_uniform(7, 3, 0) != draw_uniform(8, 3, 0));
    CHECK(draw_uniform(7, 3, 0) != draw_uniform(7, 3, 1));
    CHECK(draw_uniform(UINT64_C(1) << 40, 0, 0) != draw_uniform(0, 0, 0));
}

static void draw__is_even_over_its_interval(void **state)
{
    (void)state;
    int parts[10] = {0}, faces[6] = {0};
    for (uint64_t i = 0; i < 60000; i++) {
        double u = draw_uniform(1, i / 100, i % 100);
        uint32_t face = draw_below(2, i, 0, 6);
        CHECK(u >= 0 && u < 1);
        CHECK(face < 6);
        parts[(int)(u * 10)]++;
        faces[face]++;
    }
    for (int k = 0; k < 10; k++) /* five standard deviations of 73 */
        CHECK(parts[k] > 6000 - 365 && parts[k] < 6000 + 365);
    for (int k = 0; k < 6; k++)
        CHECK(faces[k] > 10000 - 455 && faces[k] < 10000 + 455);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draw__gives_the_known_answers),
        cmocka_unit_test(draw__gives_a_number_by_its_place_alone),
        cmocka_unit_test(draw__is_even_over_its_interval),
    };
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
