/* Rules with lists of their own: band (分档), judge (评议), formula (公式). */
#include "app/scheme/scheme_parts.h"
#include "core/formula.h"

enum { BANDS_MAX = 200, VOTERS_MAX = 200 };

static void load_band(const SchemeLoad *load, const Tree *at, const Band *below, bool first,
                      SchemeNode *leaf, Band *band)
{
    if (!tree_is_map(&load->reader, at))
        return;
    KNOWN(load, at, S("from"), S("above"), S("points"));
    const Tree *points = tree_get(at, S("points")), *above = tree_get(at, S("above"));
    bool percent = leaf->bands_percent;
    if (above && tree_get(at, S("from")))
        tree_fault(&load->reader, above, ERR_SCHEME_BOTH, {"key", S("from")},
                   {"other", S("above")});
    band->open = above != NULL;
    const Str key = above ? S("above") : S("from");
    bool placed = scheme_amount(load, at, key, REQUIRED, &band->at);
    if (!points)
        tree_fault(&load->reader, at, ERR_TREE_MISSING, {"key", S("points")});
    else if (scheme_percent(load, points, S("points"), S("8 · 80%"), &band->points, &percent) &&
             !first && percent != leaf->bands_percent)
        tree_fault(&load->reader, points, ERR_TREE_VALUE, {"key", S("points")},
                   {"found", points->text}, {"expected", leaf->bands_percent ? S("80%") : S("8")});
    if (first)
        leaf->bands_percent = percent;
    if (!placed || first)
        return;
    int order = dec_cmp(band->at, below->at);
    if (order < 0 || (order == 0 && !(band->open && !below->open)))
        tree_fault(&load->reader, tree_get(at, key), ERR_SCHEME_BANDS,
                   {"found", dec_str(load->arena, band->at)},
                   {"expected", dec_str(load->arena, below->at)});
}

/* All bands alike, from the lowest on: a value above the first is worth as much as any other. */
static bool bands_alike(const SchemeNode *leaf)
{
    for (int i = 1; i < leaf->nbands; i++)
        if (dec_cmp(leaf->bands[i].points, leaf->bands[0].points) != 0)
            return false;
    return leaf->nbands > 1 || leaf->bands[0].points.coef == 0;
}

void scheme_load_bands(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int of = BAND_OF_VALUE;
    int64_t before = load->reader.faults->total;
    scheme_word(load, at, S("of"), OPTIONAL, band_of_words, &of);
    leaf->band_of = (BandOf)of;
    tree_bool(&load->reader, at, S("linear"), OPTIONAL, &leaf->bands_linear);
    const Tree *list = tree_list(&load->reader, at, S("bands"), REQUIRED);
    if (!list)
        return;
    if (list->count == 0 || list->count > BANDS_MAX) {
        tree_fault(&load->reader, list, ERR_TREE_KIND, {"key", S("bands")},
                   {"expected", arena_fmt(load->arena, "1…%d", BANDS_MAX)});
        return;
    }
    leaf->bands = arena_new(load->arena, Band, list->count);
    for (const Tree *item = list->first; item; item = item->next) {
        Band *band = &leaf->bands[leaf->nbands];
        load_band(load, item, leaf->nbands ? band - 1 : NULL, leaf->nbands == 0, leaf, band);
        leaf->nbands++;
    }
    if (load->reader.faults->total > before)
        return;
    if (bands_alike(leaf))
        tree_fault(&load->reader, list, ERR_SCHEME_NO_EFFECT, {"key", S("bands")},
                   {"found", dec_str(load->arena, leaf->bands[0].points)});
    else if (leaf->bands_linear && leaf->nbands < 2)
        scheme_no_effect(load, at, S("linear"));
}

static void load_voter(const SchemeLoad *load, const Tree *at, Voter *voter)
{
    voter->weight = dec_from_i64(1);
    if (!tree_is_map(&load->reader, at))
        return;
    KNOWN(load, at, S("indicator"), S("weight"));
    tree_str(&load->reader, at, S("indicator"), REQUIRED, &voter->indicator);
    scheme_positive(load, at, S("weight"), OPTIONAL, &voter->weight);
}

void scheme_load_judge(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int64_t trim = 0;
    leaf->out_of = dec_from_i64(100);
    scheme_positive(load, at, S("out_of"), OPTIONAL, &leaf->out_of);
    const Tree *list = tree_list(&load->reader, at, S("voters"), OPTIONAL);
    if (!list) {
        scheme_idle(load, at, S("trim"), S("judge · voters"));
        return;
    }
    scheme_idle(load, at, S("indicator"), S("judge · voters"));
    if (list->count == 0 || list->count > VOTERS_MAX) {
        tree_fault(&load->reader, list, ERR_TREE_KIND, {"key", S("voters")},
                   {"expected", arena_fmt(load->arena, "1…%d", VOTERS_MAX)});
        return;
    }
    leaf->voters = arena_new(load->arena, Voter, list->count);
    for (const Tree *item = list->first; item; item = item->next) {
        Voter *voter = &leaf->voters[leaf->nvoters];
        load_voter(load, item, voter);
        for (int i = 0; i < leaf->nvoters && voter->indicator.len; i++)
            if (str_eq(leaf->voters[i].indicator, voter->indicator))
                tree_fault(&load->reader, item, ERR_SCHEME_VOTER_TWICE,
                           {"found", voter->indicator});
        leaf->nvoters++;
    }
    if (tree_int(&load->reader, at, S("trim"), OPTIONAL, 1, (leaf->nvoters - 1) / 2, &trim))
        leaf->trim = (int)trim;
}

/* A fault inside the formula stands at its own character of the file, where the text is on one line. */
void scheme_load_formula(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    Formula *formula;
    Err err = {0};
    scheme_idle(load, at, S("indicator"), S("formula"));
    if (!tree_str(&load->reader, at, S("formula"), REQUIRED, &leaf->formula))
        return;
    if (formula_compile(load->arena, leaf->formula, &formula, &err)) {
        if (formula_ninputs(formula) == 0)
            scheme_no_effect(load, at, S("formula"));
        return;
    }
    const Tree *text = tree_get(at, S("formula"));
    bool one_line = str_find(text->text, S("\n"), 0) < 0;
    int64_t inside = one_line && err.col > 0 ? err.col - 1 + (text->quoted ? 1 : 0) : 0;
    err.row = err.col = 0;
    err_at_file(&err, load->reader.file);
    err_at_cell(&err, text->line, text->col + inside);
    faults_add(load->reader.faults, &err);
}
