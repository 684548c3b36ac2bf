#include "text/head.h"

#include "base/utf8.h"
#include "text/marker.h"
#include "text/number.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

enum {
    HEAD_LINES = 60,
    TITLE_MIN_CHARS = 5,
    TITLE_MAX_CHARS = 90,
    DOC_NO_CHARS = 14,
    SPACED_KIND_SCORE = 40
};

/* ×政办发〔2026〕5号 anywhere in the line; an empty Str when there is none. */
static Str doc_no_in(Str line)
{
    static const Str opens[] = {SC("〔"), SC("["), SC("【"), SC("（"), SC("("), SC("［"), SC("﹝")};
    static const Str closes[] = {SC("〕"), SC("]"),  SC("】"), SC("）"),
                                 SC(")"),  SC("］"), SC("﹞")};
    for (size_t k = 0; k < sizeof opens / sizeof *opens; k++) {
        for (ptrdiff_t open = str_find(line, opens[k], 0); open >= 0;
             open = str_find(line, opens[k], open + 1)) {
            int year, no;
            ptrdiff_t at = open + opens[k].len;
            ptrdiff_t n = number_small(line, at, &year);
            if (n == 0 || year < 1950 || year > 2200 ||
                !str_starts(str_sub(line, at + n, line.len), closes[k]))
                continue;
            ptrdiff_t after = at + n + closes[k].len;
            while (after < line.len && line.ptr[after] == ' ')
                after++;
            if (str_starts(str_sub(line, after, line.len), S("第")))
                after += 3;
            ptrdiff_t digits = number_small(line, after, &no);
            if (digits == 0)
                digits = number_mask(line, after);
            if (digits == 0 || !str_starts(str_sub(line, after + digits, line.len), S("号")))
                continue;
            ptrdiff_t start = open;
            for (int chars = 0; start > 0 && chars < DOC_NO_CHARS; chars++) {
                ptrdiff_t back = start - 1;
                while (back > 0 && ((unsigned char)line.ptr[back] & 0xC0) == 0x80)
                    back--;
                ptrdiff_t here = back;
                uint32_t cp = utf8_next(line, &here);
                if (!cp_is_han(cp) && cp != 0xD7 && cp != 'x' && cp != 'X' && cp != '*')
                    break;
                start = back;
            }
            if (start < open)
                return str_sub(line, start, after + digits + 3);
        }
    }
    return S("");
}

static Str strip_brackets(Str t)
{
    static const Str pairs[][2] = {
        {SC("("), SC(")")}, {SC("（"), SC("）")}, {SC("["), SC("]")}, {SC("〔"), SC("〕")}};
    for (size_t i = 0; i < 4; i++)
        if (str_starts(t, pairs[i][0]) && str_ends(t, pairs[i][1]))
            return str_trim(str_sub(t, pairs[i][0].len, t.len - pairs[i][1].len));
    return t;
}

/* The line is one date, blanks inside allowed. */
static bool whole_date(Str t, PartDate *ret)
{
    char buf[64];
    t = strip_brackets(t);
    if (t.len == 0 || t.len > (ptrdiff_t)sizeof buf)
        return false;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < t.len; i++)
        if (t.ptr[i] != ' ')
            buf[n++] = t.ptr[i];
    Str tight = {buf, n};
    return when_date_at(tight, 0, ret) == tight.len && ret->month > 0;
}

static bool is_body_name(Str t)
{
    ptrdiff_t n = utf8_count(t);
    if (n < 3 || n > 45)
        return false;
    for (ptrdiff_t at = 0; at < t.len;) {
        uint32_t cp = utf8_next(t, &at);
        if (!cp_is_han(cp) && cp != ' ' && cp != 0x3000 && cp != 0x3001 && cp != '(' && cp != ')' &&
            cp != 0xFF08 && cp != 0xFF09 && cp != 0x201C && cp != 0x201D)
            return false;
    }
    if (str_ends(t, S("文件")))
        t = str_trim(str_sub(t, 0, t.len - S("文件").len));
    int tag = 0;
    return words_before(&words_bodies, t, t.len, &tag) > 0 && !str_has(t, S("关于")) &&
           !str_has(t, S("学习网")) && !str_has(t, S("网站"));
}

/* 示例市督查室    2023年9月6日: who and when in one line; the name, an empty Str when it is none. */
static Str body_and_date(Str t, PartDate *ret_date, Str *ret_text)
{
    if (t.len > 240)
        return S("");
    for (ptrdiff_t at = char_len(t, 0); at < t.len; at += char_len(t, at)) {
        ptrdiff_t n = when_date_at(t, at, ret_date);
        if (n == 0 || at + n != t.len || !ret_date->year || !ret_date->day)
            continue;
        Str body = str_trim(str_sub(t, 0, at));
        *ret_text = str_sub(t, at, t.len);
        return is_body_name(body) ? body : S("");
    }
    return S("");
}

/* 督 办 通 知: a kind of document set with a blank after each letter. */
static bool is_spaced_kind(Str t)
{
    char buf[64];
    ptrdiff_t n = 0, letters = 0, at = 0;
    for (; at < t.len && n < 48; letters++) {
        ptrdiff_t len = char_len(t, at);
        if ((unsigned char)t.ptr[at] < 0xE3 || len != 3)
            return false;
        for (ptrdiff_t i = 0; i < len; i++)
            buf[n++] = t.ptr[at++];
        ptrdiff_t gap = at;
        while (at < t.len && t.ptr[at] == ' ')
            at++;
        if (at == gap && at < t.len)
            return false;
    }
    Str tight = {buf, n};
    return at == t.len && letters >= 4 && words_before(&words_doctypes, tight, n, NULL) > 0;
}

int head_title_score(Str t)
{
    if (is_spaced_kind(t))
        return SPACED_KIND_SCORE;
    ptrdiff_t n = utf8_count(t);
    if (n < TITLE_MIN_CHARS || n > TITLE_MAX_CHARS || str_has(t, S("。")) || str_ends(t, S(":")) ||
        str_ends(t, S("：")) || str_ends(t, S(",")) || str_ends(t, S("，")) || str_has(t, S("|")) ||
        str_has(t, S(">>")) || str_has(t, S("http")))
        return 0;
    Marker m;
    if (marker_at(t, 0, t.len, true, &m) && m.kind != MARK_DECIMAL)
        return 0;
    int score = 0, tag = 0;
    Str core = str_ends(t, S("》")) ? str_sub(t, 0, t.len - S("》").len) : t;
    while (str_ends(core, S(")")) || str_ends(core, S("）"))) {
        ptrdiff_t open = -1;
        for (ptrdiff_t at = core.len - 1; at > 0 && open < 0; at--)
            if (core.ptr[at] == '(' || str_starts(str_sub(core, at, core.len), S("（")))
                open = at;
        if (open <= 0)
            break;
        core = str_trim(str_sub(core, 0, open));
        if (str_ends(core, S("》")))
            core = str_sub(core, 0, core.len - S("》").len);
    }
    if (words_before(&words_doctypes, core, core.len, &tag) > 0)
        score += tag == DOCTYPES_FORMAL ? 50 : tag == DOCTYPES_SPEECH ? 48 : 45;
    if (str_has(t, S("关于")))
        score += 20;
    if (str_has(t, S("在")) && str_has(t, S("上的")))
        score += 15;
    if (score == 0)
        return 0;
    if (str_starts(t, S("附")))
        score -= 60;
    return score + (n >= 10 ? 5 : 0) + (str_has(t, S("20")) ? 2 : 0);
}

HeadRole head_role(Str line)
{
    Str t = str_trim(line);
    if (utf8_count(t) <= 60 && doc_no_in(t).len > 0)
        return HEAD_DOC_NO;
    PartDate date;
    if (whole_date(t, &date))
        return HEAD_DATE;
    static const Str attached[] = {SC("附件"),   SC("附:"),  SC("附："),  SC("抄送"),  SC("主送"),
                                   SC("联系人"), SC("此件"), SC("(此件"), SC("（此件")};
    for (size_t i = 0; i < sizeof attached / sizeof *attached; i++)
        if (str_starts(t, attached[i]))
            return HEAD_ATTACHMENT;
    if (str_ends(t, S(":")) || str_ends(t, S("：")))
        return HEAD_ADDRESSEE;
    Str text;
    if (is_body_name(t) || body_and_date(t, &date, &text).len > 0)
        return HEAD_BODY;
    if (str_starts(t, S("—")) || str_starts(t, S("-")))
        return HEAD_TITLE_PART;
    return head_title_score(t) > 0 ? HEAD_TITLE : HEAD_NONE;
}

/* A field ends at a tab or a gap: the next field of the line follows. */
static Str until_gap(Str rest)
{
    static const Str gaps[] = {SC("\t"), SC("  "), SC("\u3000")};
    rest = str_trim(rest);
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        ptrdiff_t gap = str_find(rest, gaps[i], 0);
        if (gap > 0)
            rest = str_sub(rest, 0, gap);
    }
    return str_trim(rest);
}

/* The text after a label such as 成文日期: in any line of head or foot, also in removed ones. */
static Str labelled(const Source *src, const Str *labels, size_t nlabels, int *ret_line)
{
    for (int i = 0; i < src->nlines; i++) {
        if (i > HEAD_LINES && i < src->nlines - HEAD_LINES)
            i = src->nlines - HEAD_LINES;
        Str t = source_line(src, i);
        if (t.len > 600)
            continue;
        for (size_t k = 0; k < nlabels; k++) {
            ptrdiff_t at = str_find(t, labels[k], 0);
            if (at < 0)
                continue;
            Str rest = str_trim(str_sub(t, at + labels[k].len, t.len));
            if (str_starts(rest, S(":")))
                rest = str_sub(rest, 1, rest.len);
            else if (str_starts(rest, S("：")))
                rest = str_sub(rest, 3, rest.len);
            else
                continue;
            *ret_line = i;
            return until_gap(rest);
        }
    }
    return S("");
}

static void add_date(const Source *src, Reading *r, PartDate date, Str role, Str text, int line)
{
    const Line *l = &src->lines[line];
    *arena_push(src->arena, &r->facts.dates) =
        (DateFact){date, role, text, source_span_clean(src, l->start, l->end)};
}

static bool first_date_in(Str t, PartDate *ret, Str *ret_text)
{
    for (ptrdiff_t at = 0; at < t.len; at += char_len(t, at)) {
        ptrdiff_t n = when_date_at(t, at, ret);
        if (n > 0 && ret->month) {
            *ret_text = str_sub(t, at, at + n);
            return true;
        }
    }
    return false;
}

/* Dates of the page round the text: published, posted. */
static void page_dates(const Source *src, Reading *r)
{
    static const Str labels[] = {SC("发布时间"), SC("发布日期"), SC("来源"), SC("时间"),
                                 SC("日期")};
    int line;
    PartDate date;
    Str text;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        Str rest = labelled(src, &labels[i], 1, &line);
        if (rest.len && first_date_in(rest, &date, &text) && date.year) {
            add_date(src, r, date, S("published"), text, line);
            break;
        }
    }
    static const Str source[] = {SC("来源"), SC("信息来源"), SC("文章来源")};
    Str rest = labelled(src, source, 3, &line);
    if (rest.len) {
        Str name = str_cut(&rest, ' ');
        if (name.len && name.len < 90)
            r->facts.source = name;
    }
    for (int i = 0; i < src->nlines && i < HEAD_LINES; i++) {
        Str t = source_line(src, i);
        if (src->lines[i].furniture && str_has(t, S("发表于")) && first_date_in(t, &date, &text) &&
            date.year)
            add_date(src, r, date, S("posted"), text, i);
        else if (r->facts.dates.count == 0 && src->lines[i].furniture && str_has(t, S("来源")) &&
                 first_date_in(t, &date, &text) && date.year && date.day)
            add_date(src, r, date, S("published"), text, i);
    }
}

static void signed_date(const Source *src, Reading *r)
{
    static const Str labels[] = {SC("成文日期"), SC("发文日期"), SC("签发日期"), SC("生成日期"),
                                 SC("印发日期")};
    int line;
    PartDate date;
    Str text, rest = labelled(src, labels, sizeof labels / sizeof *labels, &line);
    if (rest.len && first_date_in(rest, &date, &text)) {
        add_date(src, r, date, S("signed"), text, line);
        return;
    }
    /* a line that is a date: the last one after the text, else one under the title */
    for (int i = src->nlines - 1; i >= 0; i--) {
        if (src->nlines - i > 2 * HEAD_LINES && i > HEAD_LINES)
            i = HEAD_LINES;
        if (src->lines[i].removed)
            continue;
        Str t = source_line(src, i);
        if (whole_date(t, &date)) {
            add_date(src, r, date, S("signed"), strip_brackets(t), i);
            return;
        }
        /* 示例市人民政府办公室 2021年3月18日 in one line, 2021年3月18日印发 */
        bool foot = i > src->body_last && utf8_count(t) <= 60 && first_date_in(t, &date, &text) &&
                    date.year && date.day;
        if (foot || (i < src->body_first && body_and_date(t, &date, &text).len > 0)) {
            add_date(src, r, date, S("signed"), text, i);
            return;
        }
    }
}

/* 今天是4月10日, 3月18日讯: the day a text was spoken or filed. */
static void spoken_date(const Source *src, Reading *r)
{
    static const Str words[] = {SC("今天是"), SC("今天已经是")};
    for (int i = 0; i < src->nparas && i < 12; i++) {
        Str t = str_sub(src->norm, src->paras[i].start, src->paras[i].end);
        Str head = utf8_prefix(t, 600);
        for (ptrdiff_t at = 0; at < head.len; at += char_len(head, at)) {
            PartDate date;
            ptrdiff_t n = when_date_at(head, at, &date);
            if (n == 0 || !date.day)
                continue;
            bool told = str_starts(str_sub(head, at + n, head.len), S("讯")) ||
                        str_starts(str_sub(head, at + n, head.len), S("电"));
            for (size_t k = 0; k < 2; k++)
                told = told || str_ends(str_sub(head, 0, at), words[k]);
            bool opening = at == 0 && i <= 2;
            if (told || opening) {
                Span span =
                    source_span(src, src->paras[i].start + at, src->paras[i].start + at + n);
                *arena_push(src->arena, &r->facts.dates) =
                    (DateFact){date, S("held"), str_sub(head, at, at + n), span};
                return;
            }
            at += n - 1;
        }
    }
}

static int year_in(Str t)
{
    for (ptrdiff_t at = 0; at + 4 <= t.len; at += char_len(t, at)) {
        int year;
        ptrdiff_t n = number_small(t, at, &year);
        if (n > 0 && year >= 1990 && year <= 2100 && str_starts(str_sub(t, at + n, t.len), S("年")))
            return year;
        if (n > 0)
            at += n - char_len(t, at);
        if (at >= t.len)
            break;
    }
    return 0;
}

static void choose_issued(const Source *src, Reading *r)
{
    static const Str order[] = {SC("signed"), SC("published"), SC("held"), SC("posted")};
    int year = year_in(r->title);
    DateFacts *dates = &r->facts.dates;
    for (int i = 0; i < dates->count; i++)
        if (dates->items[i].date.year && !(str_eq(dates->items[i].role, S("posted")) && year))
            year = dates->items[i].date.year;
    for (int i = 0; i < dates->count; i++)
        if (!dates->items[i].date.year)
            dates->items[i].date.year = year;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (int i = 0; i < dates->count && r->issued.len == 0; i++)
            if (str_eq(dates->items[i].role, order[k]))
                r->issued = when_iso(src->arena, dates->items[i].date);
    for (int i = 0; i < dates->count; i++)
        if (!dates->items[i].date.year)
            *arena_push(src->arena, &r->warnings) = (Warning){.kind = WARN_DATE_NO_YEAR,
                                                              .what = dates->items[i].text,
                                                              .span = dates->items[i].span};
}

/* 示例市人民政府关于…的通知: what stands before 关于, when it is the name of a body. */
static Str issuer_of_title(Str title)
{
    ptrdiff_t about = str_find(title, S("关于"), 0);
    if (about <= 0)
        return S("");
    Str name = str_trim(str_sub(title, 0, about));
    if (str_starts(name, S("《")))
        name = str_sub(name, 3, name.len);
    return is_body_name(name) ? name : S("");
}

static void choose_issuer(const Source *src, Reading *r)
{
    static const Str labels[] = {SC("发文机关"), SC("发文单位"), SC("制发机关"),
                                 SC("发布机构"), SC("发文机构"), SC("制定机关")};
    int line;
    Str rest = labelled(src, labels, sizeof labels / sizeof *labels, &line);
    if (rest.len) {
        Str name = str_cut(&rest, ' ');
        if (name.len > 0 && name.len < 150) {
            r->issuer = name;
            return;
        }
    }
    for (int i = src->nlines - 1; i > src->body_last && i >= 0; i--) {
        Str t = source_line(src, i);
        if (src->lines[i].removed || src->lines[i].table)
            continue;
        PartDate date;
        Str text;
        if (first_date_in(t, &date, &text)) /* name and date in one line */
            t = str_trim(str_sub(t, 0, text.ptr - t.ptr));
        if (is_body_name(t) && !str_starts(source_line(src, i), S("抄送"))) {
            r->issuer = t;
            return;
        }
    }
    for (int i = 0; i < src->body_first && i < src->nlines && r->issuer.len == 0; i++) {
        PartDate date;
        Str text;
        if (!src->lines[i].removed)
            r->issuer = body_and_date(source_line(src, i), &date, &text);
    }
    if (r->issuer.len == 0)
        r->issuer = issuer_of_title(r->title);
    for (int i = 0; i < src->body_first && i < src->nlines && r->issuer.len == 0; i++) {
        Str t = source_line(src, i);
        if (src->lines[i].removed || !is_body_name(t))
            continue;
        r->issuer = str_ends(t, S("文件")) ? str_trim(str_sub(t, 0, t.len - S("文件").len)) : t;
    }
}

static void choose_doc_no(const Source *src, Reading *r)
{
    static const Str labels[] = {SC("发文字号"), SC("文号"), SC("文 号")};
    int line;
    Str rest = labelled(src, labels, 3, &line);
    if (rest.len && (r->doc_no = doc_no_in(rest)).len)
        return;
    for (int i = 0; i < src->nlines && i < HEAD_LINES; i++) {
        Str t = source_line(src, i);
        Str no = utf8_count(t) <= 60 ? doc_no_in(t) : S("");
        /* a citation in running text is not the number of this document */
        if (no.len && (no.len * 2 >= t.len || i < src->body_first) && !str_has(t, S("。")) &&
            !str_has(t, S("根据")) && !str_has(t, S("《"))) {
            r->doc_no = no;
            return;
        }
    }
}

/* No title line: the meeting the first paragraphs tell of. */
static void derive_title(const Source *src, Reading *r)
{
    static const Str verbs[] = {SC("召开"), SC("举行")};
    for (int i = 0; i < src->nparas && i < 4; i++) {
        Para p = src->paras[i];
        for (size_t k = 0; k < 2; k++) {
            ptrdiff_t verb = str_find(str_sub(src->norm, 0, p.end), verbs[k], p.start);
            if (verb < 0)
                continue;
            ptrdiff_t start = verb, end = verb + verbs[k].len, in = -1;
            while (start > p.start && src->norm.ptr[start - 1] != ',' &&
                   src->norm.ptr[start - 1] != ':' &&
                   !str_ends(str_sub(src->norm, 0, start), S("。")) &&
                   src->norm.ptr[start - 1] != ')')
                start--;
            while (end < p.end && src->norm.ptr[end] != ',' && src->norm.ptr[end] != ';' &&
                   !str_starts(str_sub(src->norm, end, end + 3), S("。")))
                end++;
            Str clause = str_sub(src->norm, start, verb);
            for (ptrdiff_t at = str_find(clause, S("在"), 0); at > 0;
                 at = str_find(clause, S("在"), at + 3))
                if (str_find(clause, S("”"), at) < 0) /* not inside a quoted slogan */
                    in = at;
            if (in > 0)
                end = start + in;
            else if (str_starts(clause, S("我们")) || str_starts(clause, S("今天")))
                start = verb + verbs[k].len;
            Str title = source_text(src, start, end);
            ptrdiff_t n = utf8_count(title);
            if (n < 6 || n > 70)
                continue;
            r->title = title;
            *arena_push(src->arena, &r->warnings) = (Warning){
                .kind = WARN_TITLE_DERIVED, .what = title, .span = source_span(src, start, end)};
            return;
        }
    }
    *arena_push(src->arena, &r->warnings) = (Warning){.kind = WARN_NO_TITLE};
}

static void choose_title(const Source *src, Reading *r)
{
    int best = -1, best_score = 0;
    int last = src->body_first < src->nlines ? src->body_first : src->nlines;
    for (int i = 0; i < last; i++) {
        int score = src->lines[i].removed ? 0 : head_title_score(source_line(src, i));
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    for (int i = 0; i < last && best < 0;
         i++) { /* no word of a title: the one longer line above the text */
        ptrdiff_t n = src->lines[i].removed ? 0 : utf8_count(source_line(src, i));
        if (n >= 10 && n <= 60 && !src->lines[i].table &&
            head_role(source_line(src, i)) == HEAD_NONE)
            best = i;
    }
    if (best < 0) {
        derive_title(src, r);
        return;
    }
    Out out = out_new(src->arena, 4096);
    int before = best - 1;
    while (before >= 0 && src->lines[before].removed)
        before--;
    Str title = source_line(src, best);
    if (before >= 0 && (str_starts(title, S("关于")) || str_starts(title, S("印发")) ||
                        str_starts(title, S("转发")))) {
        Str above = source_line(src, before);
        if (is_body_name(above) && !str_ends(above, S("文件")))
            out_s(&out, above);
    } else if (before >= 0) {
        Str above = source_line(src, before);
        if (str_has(above, S("关于")) && !str_has(title, S("关于")) &&
            words_before(&words_doctypes, above, above.len, NULL) == 0 &&
            head_title_score(above) > 0)
            out_s(&out, above);
    }
    out_s(&out, title);
    int tag = 0;
    for (int i = best + 1; i < last; i++) {
        if (src->lines[i].removed)
            continue;
        Str t = source_line(src, i);
        if (words_before(&words_doctypes, out_str(&out), (ptrdiff_t)out.len, &tag) > 0 ||
            str_ends(out_str(&out), S(")")) || str_ends(out_str(&out), S("）")))
            break;
        HeadRole role = head_role(t);
        if ((role == HEAD_TITLE || role == HEAD_NONE) && utf8_count(t) <= 40)
            out_s(&out, t);
        break;
    }
    r->title = out_str(&out);
}

void head_read(const Source *src, Reading *r)
{
    choose_title(src, r);
    choose_doc_no(src, r);
    signed_date(src, r);
    page_dates(src, r);
    spoken_date(src, r);
    choose_issued(src, r);
    choose_issuer(src, r);
    head_addressees(src, r);
}
