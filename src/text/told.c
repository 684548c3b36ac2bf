#include "text/told.h"

#include "text/number.h"
#include "text/what.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { FRONT_CLAUSES = 3 };

/* 今天,…召开…会议: the news of a meeting. */
static bool tells_meeting(Str s)
{
    PartDate date;
    bool dated =
        when_date_at(s, 0, &date) > 0 || str_starts(s, S("今天")) || str_starts(s, S("近日"));
    return dated && (str_has(s, S("召开")) || str_has(s, S("举行")));
}

bool sentence_is_past(Str s)
{
    if (words_has(&words_past, s, 1u << PAST_COURTESY | 1u << PAST_COMMENT))
        return true;
    bool firm = words_has(&words_duty, s, 1u << DUTY_PLAN | 1u << DUTY_MUST | 1u << DUTY_BAR);
    bool ahead = firm || words_has(&words_duty, s, 1u << DUTY_WISH) || str_has(s, S("到20")) ||
                 str_has(s, S("今年"));
    if (tells_meeting(s) && !firm)
        return true;
    if (words_has(&words_past, s, 1u << PAST_DONE) && !firm)
        return true;
    if (words_has(&words_past, s, 1u << PAST_PAST) && !ahead)
        return true;
    for (ptrdiff_t at = str_find(s, S("了"), 0); at >= 0; at = str_find(s, S("了"), at + 3)) {
        Str around = str_sub(s, at - 3, at + 6);
        if (!str_has(around, S("为了")) && !str_has(around, S("了解")) &&
            !str_has(around, S("除了")))
            return !firm;
    }
    return false;
}

/* ---- told by what is beside it ---- */

static bool demands(Str s)
{
    static const Str words[] = {SC("将"),     SC("拟"),     SC("下一步"), SC("下步"),
                                SC("下半年"), SC("年底前"), SC("不低于"), SC("不少于"),
                                SC("不超过"), SC("不高于"), SC(",请"),    SC("底前")};
    if (str_starts(s, S("请")) ||
        words_has(&words_duty, s, 1u << DUTY_MUST | 1u << DUTY_WISH | 1u << DUTY_BAR))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_has(s, words[i]))
            return true;
    return false;
}

/* 上半年, 一季度, 前三季度, 前8个月, 1-8月 at `at`: the month it ends with; 0 = none. */
static int period_month(Str s, ptrdiff_t at)
{
    Str rest = str_sub(s, at, s.len);
    if (str_starts(rest, S("上半年")))
        return 6;
    bool first = str_starts(rest, S("前"));
    ptrdiff_t here = at + (first ? 3 : 0);
    int no = 0, to = 0;
    ptrdiff_t n = number_small(s, here, &no);
    if (n == 0 || no < 1 || no > 12)
        return 0;
    Str after = str_sub(s, here + n, s.len);
    if (str_starts(after, S("季度")) || str_starts(after, S("个季度")))
        return no <= 4 ? no * 3 : 0;
    if (first)
        return str_starts(after, S("个月")) ? no : 0;
    ptrdiff_t dash = 0;
    while (dash < after.len && after.ptr[dash] == '-')
        dash++;
    if (str_starts(after, S("至")))
        dash = 3;
    n = dash ? number_small(after, dash, &to) : 0;
    bool month = n > 0 && str_starts(str_sub(after, dash + n, after.len), S("月"));
    return month && to > no && to <= 12 ? to : 0;
}

/* The period that one of the first clauses opens with. */
static int period_in_front(Str s)
{
    static const Str heads[] = {SC("今年"), SC("全市"), SC("全县"), SC("全区")};
    int month = 0;
    for (ptrdiff_t at = 0, clauses = 0; at < s.len && clauses < FRONT_CLAUSES && !month;
         at += char_len(s, at)) {
        if (at > 0 && !is_clause_mark(s, at - 1))
            continue;
        clauses++;
        ptrdiff_t start = at;
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
            if (str_starts(str_sub(s, start, s.len), heads[i]))
                start += heads[i].len;
        month = period_month(s, start);
    }
    return month;
}

void told_open(const Reading *r, Told *told)
{
    *told = (Told){0};
    int64_t year, month, of_title;
    static const Str reports[] = {SC("情况的通报"), SC("情况通报"), SC("督查通报"), SC("进展通报")};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        told->report = told->report || str_has(r->title, reports[i]);
    if (r->issued.len < 7 || !str_to_i64(str_sub(r->issued, 0, 4), &year) ||
        !str_to_i64(str_sub(r->issued, 5, 7), &month))
        return;
    ptrdiff_t at = str_find(r->title, S("20"), 0);
    if (at >= 0 && str_to_i64(str_sub(r->title, at, at + 4), &of_title) && of_title > year)
        return; /* the plan of the year to come */
    told->year = (int)year;
    told->month = (int)month;
}

bool told_sentence(Told *told, Str s, bool opens, bool asks_here)
{
    if (opens)
        told->carried = false;
    if (demands(s)) {
        told->carried = false;
        bool request = str_starts(s, S("请")) || str_has(s, S(",请"));
        return request ? words_has(&words_past, s, 1u << PAST_COURTESY | 1u << PAST_COMMENT)
                       : sentence_is_past(s);
    }
    bool past = sentence_is_past(s);
    bool share = words_has(&words_past, s, 1u << PAST_RATIO);
    int period = period_in_front(s);
    bool beside = words_has(&words_past, s, 1u << PAST_BESIDE) || str_has(s, S("同比"));
    bool over = period > 0 && (beside || period < told->month);
    bool so_far = str_starts(s, S("截至")) || str_starts(s, S("截止")) || str_has(s, S("以来"));
    bool forecast = str_has(s, S("预计")) && (str_has(s, S("比去年")) || str_has(s, S("比上年")));
    static const Str anew[] = {SC("今年"), SC("全年"), SC("到20"), SC("20")};
    bool breaks = false;
    for (size_t i = 0; i < sizeof anew / sizeof *anew; i++)
        breaks = breaks || str_starts(s, anew[i]);
    if (share || over || (past && so_far))
        return told->carried = true;
    if (told->carried && !breaks)
        return true;
    return past || forecast || (told->report && !asks_here);
}
