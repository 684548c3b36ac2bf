/* The year of a scheme file: shares that sum to 1, and its grades. */
#include "app/scheme/scheme_parts.h"

static const Str month_list[] = {SC("skip"), SC("zero")};
static const Words month_words = {month_list, 2};

/* "20%" or "0.2" as a share 0..1. */
static bool load_quota(const SchemeLoad *load, const Tree *at, Grade *grade)
{
    const Str expected = S("20% · 0.2");
    const Tree *quota = tree_get(at, S("quota"));
    bool percent;
    if (!quota || !scheme_percent(load, quota, S("quota"), expected, &grade->quota, &percent))
        return false;
    grade->quota.scale += percent ? 2 : 0;
    if (grade->quota.coef == 0)
        return scheme_no_effect(load, at, S("quota"));
    if (dec_cmp(grade->quota, dec_from_i64(1)) > 0)
        return tree_fault(&load->reader, quota, ERR_TREE_VALUE, {"key", S("quota")},
                          {"found", quota->text}, {"expected", expected});
    return true;
}

/* One grade; `above`: the better one before it. */
static void load_grade(const SchemeLoad *load, const Tree *at, const Grade *above, Grade *grade)
{
    if (!tree_is_map(&load->reader, at))
        return;
    KNOWN(load, at, S("name"), S("least"), S("quota"));
    tree_str(&load->reader, at, S("name"), REQUIRED, &grade->name);
    grade->has_least = scheme_amount(load, at, S("least"), OPTIONAL, &grade->least);
    grade->has_quota = load_quota(load, at, grade);
    if (above && !above->has_least && !above->has_quota)
        tree_fault(&load->reader, at, ERR_SCHEME_GRADE_REST, {"found", above->name});
    if (above && above->has_least && grade->has_least && dec_cmp(grade->least, above->least) >= 0)
        tree_fault(&load->reader, tree_get(at, S("least")), ERR_SCHEME_BOUNDS,
                   {"found", dec_str(load->arena, grade->least)},
                   {"expected",
                    arena_fmt(load->arena, "< %.*s", STR_ARG(dec_str(load->arena, above->least)))});
}

static void load_grades(const SchemeLoad *load, const Tree *at, YearRule *year)
{
    const Tree *list = tree_list(&load->reader, at, S("grades"), OPTIONAL);
    if (!list)
        return;
    Dec quotas = {0};
    year->grades = arena_new(load->arena, Grade, list->count);
    for (const Tree *item = list->first; item; item = item->next) {
        Grade *grade = &year->grades[year->ngrades];
        load_grade(load, item, year->ngrades ? grade - 1 : NULL, grade);
        year->ngrades++;
        if (grade->has_quota)
            dec_add(quotas, grade->quota, &quotas, NULL);
    }
    if (dec_cmp(quotas, dec_from_i64(1)) > 0)
        tree_fault(&load->reader, list, ERR_SCHEME_BOUNDS, {"found", dec_str(load->arena, quotas)},
                   {"expected", S("Σ quota ≤ 1")});
}

void scheme_load_year(SchemeLoad *load, const Tree *top)
{
    YearRule *year = &load->scheme->year;
    const Tree *at = tree_map(&load->reader, top, S("year"), OPTIONAL);
    if (!at)
        return;
    KNOWN(load, at, S("monthly_mean"), S("year_end"), S("leaders"), S("public"), S("missing_month"),
          S("grades"));
    int64_t before = load->reader.faults->total;
    int zero = 0;
    Dec sum = {0};
    year->present = true;
    scheme_number(load, at, S("monthly_mean"), REQUIRED, 0, 1, &year->monthly_mean);
    scheme_number(load, at, S("year_end"), OPTIONAL, 0, 1, &year->year_end);
    scheme_number(load, at, S("leaders"), OPTIONAL, 0, 1, &year->leaders);
    scheme_number(load, at, S("public"), OPTIONAL, 0, 1, &year->public_share);
    scheme_word(load, at, S("missing_month"), OPTIONAL, month_words, &zero);
    year->missing_month_is_zero = zero == 1;
    load_grades(load, at, year);
    const Dec parts[] = {year->monthly_mean, year->year_end, year->leaders, year->public_share};
    for (int i = 0; i < COUNT(parts); i++)
        dec_add(sum, parts[i], &sum, NULL);
    if (load->reader.faults->total == before && dec_cmp(sum, dec_from_i64(1)) != 0)
        tree_fault(&load->reader, at, ERR_SCHEME_SHARES, {"found", dec_str(load->arena, sum)});
}
