#include "text/read.h"

#include "base/utf8.h"
#include "text/facts.h"
#include "text/head.h"
#include "text/number.h"
#include "text/target.h"
#include "text/task.h"
#include "text/words.h"
#include "text/words_gen.h"

static void warn(const Source *src, Reading *r, Warning w)
{
    *arena_push(src->arena, &r->warnings) = w;
}

/* [1] [2] [3] 下一页: this is page 1 of 3 unless the page says which it is. */
static bool pages_of(Str t, int *ret_page, int *ret_of)
{
    int highest = 0, count = 0;
    for (ptrdiff_t at = str_find(t, S("["), 0); at >= 0; at = str_find(t, S("["), at + 1)) {
        int no;
        ptrdiff_t n = number_small(t, at + 1, &no);
        if (n > 0 && str_starts(str_sub(t, at + 1 + n, t.len), S("]"))) {
            count++;
            highest = no > highest ? no : highest;
        }
    }
    bool next = str_has(t, S("下一页")), previous = str_has(t, S("上一页"));
    *ret_of = highest;
    *ret_page = previous ? next ? 0 : highest : 1;
    if (count >= 2 && (next || previous))
        return true;
    /* 第1页/共3页, 共3页 第1页 */
    ptrdiff_t all = str_find(t, S("共"), 0), this = str_find(t, S("第"), 0);
    int of, page;
    if (all < 0 || this < 0)
        return false;
    ptrdiff_t n = number_small(t, all + 3, &of), m = number_small(t, this + 3, &page);
    if (n == 0 || m == 0 || !str_starts(str_sub(t, all + 3 + n, t.len), S("页")) ||
        !str_starts(str_sub(t, this + 3 + m, t.len), S("页")) || of < 2)
        return false;
    *ret_page = page;
    *ret_of = of;
    return true;
}

static void gap_warnings(const Source *src, Reading *r)
{
    static const WarnKind kinds[] = {[GAPS_PREVIEW] = WARN_PREVIEW_ENDS,
                                     [GAPS_LOGIN] = WARN_LOGIN_NEEDED,
                                     [GAPS_MORE] = WARN_MORE_ELSEWHERE,
                                     [GAPS_CUT] = WARN_TEXT_OMITTED};
    bool said[WARN_COUNT] = {0};
    int last_page = 0;
    Span last_span = {0};
    int last_of = 0;
    for (int i = 0; i < src->nlines; i++) {
        Str t = source_line(src, i);
        Span span = source_span_clean(src, src->lines[i].start, src->lines[i].end);
        int page, of, tag;
        ptrdiff_t len;
        if (t.len < 200 && pages_of(t, &page, &of)) {
            last_page = page;
            last_of = of;
            last_span = span;
            said[WARN_PAGE_OF] = true;
        }
        ptrdiff_t hit = words_find(&words_gaps, t, 0, t.len, ~0u, &len, &tag);
        if (hit >= 0 && !said[kinds[tag]]) {
            said[kinds[tag]] = true;
            warn(src, r,
                 (Warning){.kind = kinds[tag], .what = str_sub(t, hit, hit + len), .span = span});
        }
    }
    if (said[WARN_PAGE_OF] && last_page < last_of)
        warn(
            src, r,
            (Warning){
                .kind = WARN_PAGE_OF, .announced = last_of, .found = last_page, .span = last_span});
}

static void end_warnings(const Source *src, Reading *r)
{
    if (src->body_last < 0)
        return;
    r->facts.masked = target_masked(src, 0, src->norm.len);
    if (r->facts.masked > 0)
        warn(src, r, (Warning){.kind = WARN_MASKED, .found = r->facts.masked});
    Str last = source_line(src, src->body_last);
    static const Str open[] = {SC("，"), SC(","), SC("、"), SC("；"), SC(";")};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (str_ends(last, open[i]) && !src->lines[src->body_last].table)
            warn(src, r,
                 (Warning){.kind = WARN_ENDS_OPEN,
                           .what = open[i],
                           .span = source_span_clean(src, src->lines[src->body_last].start,
                                                     src->lines[src->body_last].end)});
}

static int year_of(const Reading *r)
{
    int64_t year;
    if (r->issued.len >= 4 && str_to_i64(str_sub(r->issued, 0, 4), &year))
        return (int)year;
    for (ptrdiff_t at = str_find(r->title, S("20"), 0); at >= 0;
         at = str_find(r->title, S("20"), at + 1)) {
        int found;
        ptrdiff_t n = number_small(r->title, at, &found);
        if (n == 4 && str_starts(str_sub(r->title, at + 4, r->title.len), S("年")))
            return found;
    }
    return 0;
}

static bool has_text(const Source *src)
{
    ptrdiff_t han = 0;
    for (ptrdiff_t at = 0; at < src->norm.len && han < 8;)
        han += cp_is_han(utf8_next(src->norm, &at));
    return han >= 4 && (src->body_last >= 0 || src->tables.count > 0);
}

bool text_read(Arena *arena, Decoded decoded, const Simplify *simplify, Reading *reading,
               ReadTrace *ret_trace, Err *err)
{
    ReadTrace *trace = ret_trace ? ret_trace : arena_new(arena, ReadTrace, 1);
    Source *src = &trace->source;
    *reading = (Reading){0};
    if (!source_clean(arena, decoded, simplify, src, err))
        return false;
    if (!has_text(src))
        return err_set(err, ERR_READ_NO_TEXT,
                       {"removed", arena_fmt(arena, "%d", src->removed.count)});
    for (int i = 0; i < CLEAN_KIND_COUNT; i++)
        reading->cleaning[i] = src->cleaning[i];
    gap_warnings(src, reading);
    head_read(src, reading);
    outline_read(src, &trace->outline, reading);
    task_read(src, &trace->outline, year_of(reading), reading);
    facts_read(src, &trace->outline, reading);
    end_warnings(src, reading);
    return true;
}
