/* text/machine.c - the organisation a document states: 1+1+15+4, bodies, posts, peer groups. */
#include "base/utf8.h"
#include "text/facts.h"
#include "text/number.h"
#include "text/role.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { NOUN_CHARS_MAX = 16, LOOK_BACK_BYTES = 360, BODIES_MAX = 200, HOLDER_CHARS_MAX = 12 };

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

static bool is_mark(Str text, ptrdiff_t at)
{
    char c = text.ptr[at];
    return c == ',' || c == ';' || c == ':' || c == '\n' || c == '!' || c == '?' || c == '(' ||
           c == ')' || has_at(text, at, S("。")) || has_at(text, at, S("、")) ||
           has_at(text, at, S("“")) || has_at(text, at, S("”"));
}

/* The noun from `at` to the next mark, at most NOUN_CHARS_MAX characters. */
static ptrdiff_t noun_end(Str text, ptrdiff_t at)
{
    for (int chars = 0; at < text.len && chars < NOUN_CHARS_MAX && !is_mark(text, at); chars++)
        at += char_len(text, at);
    return at;
}

/* ---- 1+1+15+4 ---- */

static bool is_digit(Str text, ptrdiff_t at)
{
    return at >= 0 && at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static ptrdiff_t structure_at(const Source *src, Str norm, ptrdiff_t at, Structures *list)
{
    Structure s = {0};
    ptrdiff_t here = at;
    while (is_digit(norm, here) && s.nparts < 12) {
        int part;
        ptrdiff_t n = number_small(norm, here, &part);
        if (n == 0)
            return 0;
        s.parts[s.nparts++] = part;
        here += n;
        if (here >= norm.len || norm.ptr[here] != '+')
            break;
        if (!is_digit(norm, here + 1)) {
            if (!(str_starts(str_sub(norm, here + 1, here + 2), S("N")) ||
                  has_at(norm, here + 1, S("n"))))
                return here - at;
            here += 2;
            break;
        }
        here++;
    }
    if (s.nparts < 2)
        return s.nparts ? here - at : 0;
    s.text = source_text(src, at, here);
    s.span = source_span(src, at, here);
    ptrdiff_t what = here;
    while (has_at(norm, what, S("”")) || has_at(norm, what, S("的")))
        what += 3;
    s.what = source_text(src, what, noun_end(norm, what));
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i].text, s.text))
            return here - at;
    if (list->count < 50)
        *arena_push(src->arena, list) = s;
    return here - at;
}

static void structures(const Source *src, Reading *r)
{
    for (ptrdiff_t at = 0; at < src->norm.len;) {
        ptrdiff_t n = 0;
        if (is_digit(src->norm, at))
            n = structure_at(src, src->norm, at, &r->facts.structures);
        while (n == 0 && is_digit(src->norm, at + 1))
            at++; /* a long number */
        at += n > 0 ? n : char_len(src->norm, at);
    }
}

/* ---- bodies: 组建15个活动专班, 内设4个小组 ---- */

static bool forms_bodies(Str text, ptrdiff_t at)
{
    static const Str verbs[] = {SC("组建"), SC("成立"), SC("设立"),   SC("下设"),    SC("内设"),
                                SC("设"),   SC("分成"), SC("分成了"), SC("分为"),    SC("组成"),
                                SC("是"),   SC("建立"), SC("设置"),   SC("抽调成立")};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (at >= verbs[i].len && has_at(text, at - verbs[i].len, verbs[i]))
            return true;
    return false;
}

static bool ends_as_body(Str noun)
{
    int tag = 0;
    ptrdiff_t n = words_before(&words_bodies, noun, noun.len, &tag);
    return (n > 0 && tag != BODIES_UNIT) || str_ends(noun, S("组")) || str_ends(noun, S("队"));
}

/* …,分别负责A、B、C等方面: what each of the bodies does. */
static void duties(const Source *src, ptrdiff_t from, Strs *parts)
{
    Str window = str_sub(src->norm, 0, from + 30);
    static const Str words[] = {SC("分别负责"), SC("分别为"), SC("分别是"), SC("即")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ptrdiff_t at = str_find(window, words[i], from);
        if (at < 0)
            continue;
        ptrdiff_t start = at + words[i].len, end = start;
        Str norm = src->norm;
        while (end < norm.len && end - start < 300 && norm.ptr[end] != ',' &&
               norm.ptr[end] != ';' && norm.ptr[end] != '\n' && !has_at(norm, end, S("。")) &&
               !has_at(norm, end, S("等")))
            end += char_len(norm, end);
        role_split(src, start, end, parts);
        return;
    }
}

static void counted_bodies(const Source *src, Reading *r)
{
    Str norm = src->norm;
    for (ptrdiff_t at = 0; at < norm.len;) {
        int number;
        bool digit = is_digit(norm, at) || number_is_chinese(norm, at);
        ptrdiff_t n = digit ? number_small(norm, at, &number) : 0;
        ptrdiff_t noun = at + n;
        if (n > 0 && has_at(norm, noun, S("个")) && forms_bodies(norm, at)) {
            noun += 3;
            ptrdiff_t end = noun_end(norm, noun);
            Str name = str_sub(norm, noun, end);
            bool grouping = str_ends(name, S("组别"));
            if (name.len > 0 && !grouping && ends_as_body(name) &&
                r->facts.bodies.count < BODIES_MAX) {
                DraftBody *b = arena_push(src->arena, &r->facts.bodies);
                *b = (DraftBody){.name = source_text(src, noun, end),
                                 .count = number,
                                 .span = source_span(src, at, end)};
                duties(src, end, &b->parts);
            }
        }
        at += n > 0 ? n : char_len(norm, at);
    }
}

/* 市“三创四建”活动协调推进小组: a body named by its kind, with what stands before it. */
static void named_bodies(const Source *src, Reading *r)
{
    static const Str kinds[] = {SC("领导小组"), SC("推进小组"), SC("协调小组"), SC("指挥部"),
                                SC("联席会议")};
    static const Str cuts[] = {SC("成立"), SC("组建"), SC("建立"), SC("高规格的"),
                               SC("由"),   SC("向"),   SC("代表"), SC("在"),
                               SC("的"),   SC("和"),   SC("报")};
    Str norm = src->norm;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (ptrdiff_t at = str_find(norm, kinds[k], 0); at >= 0;
             at = str_find(norm, kinds[k], at + 3)) {
            ptrdiff_t start = at, end = at + kinds[k].len;
            for (int chars = 0; start > 0 && chars < 22; chars++) {
                ptrdiff_t back = start - 1;
                while (back > 0 && ((unsigned char)norm.ptr[back] & 0xC0) == 0x80)
                    back--;
                char c = norm.ptr[back];
                if (c == ',' || c == '\n' || c == ':' || c == ';' || c == '(' || c == ')' ||
                    c == ' ' || has_at(norm, back, S("、")) || has_at(norm, back, S("。")) ||
                    has_at(norm, back, S("】")) || has_at(norm, back, S("》")))
                    break;
                start = back;
            }
            for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
                for (ptrdiff_t hit = str_find(str_sub(norm, 0, at), cuts[i], start); hit >= 0;
                     hit = str_find(str_sub(norm, 0, at), cuts[i], start))
                    start = hit + cuts[i].len;
            Str name = str_sub(norm, start, end);
            bool open_quote = str_has(name, S("”")) && !str_has(name, S("“"));
            if (has_at(norm, end, S("办公室")))
                end += S("办公室").len;
            name = source_text(src, start, end);
            for (ptrdiff_t i = start; i < end && !open_quote; i++)
                open_quote = is_digit(norm, i);
            bool known = open_quote || utf8_count(name) < 5 || number_is_chinese(norm, start);
            for (int i = 0; i < r->facts.bodies.count && !known; i++)
                known = str_eq(r->facts.bodies.items[i].name, name);
            if (!known && r->facts.bodies.count < BODIES_MAX)
                *arena_push(src->arena, &r->facts.bodies) =
                    (DraftBody){.name = name, .count = 1, .span = source_span(src, start, end)};
        }
    }
}

/* ---- posts: …任组长, …兼任办公室主任 ---- */

/* The post the speaker of this passage holds, for 我. */
static Str speaker_post(const Source *src, const Reading *r, ptrdiff_t at)
{
    int low = 0, high = src->nparas;
    while (low < high) {
        int middle = (low + high) / 2;
        if (src->paras[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    for (int i = low - 1, steps = 0; i >= 0 && steps < 40; i--, steps++) {
        Str para = str_sub(src->norm, src->paras[i].start, src->paras[i].end);
        ptrdiff_t len = 0;
        ptrdiff_t hit = outline_is_speaker(para)
                            ? words_find(&words_posts, para, 0, para.len, ~0u, &len, NULL)
                            : -1;
        if (hit >= 0)
            return str_sub(para, hit, hit + len);
    }
    /* 市委书记在…上的讲话 */
    ptrdiff_t len = 0, in = str_find(r->title, S("在"), 0);
    ptrdiff_t hit = in > 0 ? words_find(&words_posts, r->title, 0, in, ~0u, &len, NULL) : -1;
    return hit >= 0 ? str_sub(r->title, hit, hit + len) : S("");
}

/* 市政府主要领导: the body before the post belongs to it; the name of a person does not. */
static Str holder_name(Str name, ptrdiff_t post)
{
    static const Str heads[] = {SC("由"), SC("请")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(name, heads[i]) && name.len > post + 3)
            name = str_sub(name, 3, name.len);
    Str body = str_sub(name, 0, name.len - post);
    bool whole = (str_ends(body, S("委")) || str_ends(body, S("政府")) || role_is_body(body)) &&
                 utf8_count(body) <= HOLDER_CHARS_MAX;
    return whole ? name : str_sub(name, name.len - post, name.len);
}

static void add_posts(const Source *src, ptrdiff_t from, ptrdiff_t to, DraftPost post, Reading *r)
{
    Strs holders = {0};
    Str norm = src->norm;
    ptrdiff_t item = from;
    for (ptrdiff_t at = from; at <= to;) {
        bool cut = at == to || has_at(norm, at, S("、")) || has_at(norm, at, S("和"));
        if (cut && at > item) {
            Str name = str_sub(norm, item, at);
            ptrdiff_t n = words_before(&words_posts, name, name.len, NULL);
            if (n > 0)
                *arena_push(src->arena, &holders) = holder_name(name, n);
            else if (str_ends(name, S("我")))
                *arena_push(src->arena, &holders) = speaker_post(src, r, at);
        }
        at += at == to ? 1 : cut ? 3 : char_len(norm, at);
        item = cut ? at : item;
    }
    for (int i = 0; i < holders.count && r->facts.posts.count < BODIES_MAX; i++) {
        post.held_by = holders.items[i];
        *arena_push(src->arena, &r->facts.posts) = post;
    }
}

/* The nearest body named before `at`. */
static Str body_before(const Source *src, ptrdiff_t at)
{
    Str norm = str_sub(src->norm, 0, at);
    ptrdiff_t from = at > LOOK_BACK_BYTES ? at - LOOK_BACK_BYTES : 0, len = 0, best = -1,
              best_len = 0;
    while (from < at && ((unsigned char)norm.ptr[from] & 0xC0) == 0x80)
        from++;
    int tag;
    unsigned kinds = 1u << BODIES_GROUP | 1u << BODIES_OFFICE;
    for (ptrdiff_t hit = words_find(&words_bodies, norm, from, at, kinds, &len, &tag); hit >= 0;
         hit = words_find(&words_bodies, norm, hit + len, at, kinds, &len, &tag)) {
        if ((len >= 9 || tag == BODIES_GROUP) &&
            (tag == BODIES_GROUP || len > S("办公室").len || best < 0)) {
            best = hit;
            best_len = len;
        }
    }
    return best < 0 ? S("") : source_text(src, best, best + best_len);
}

static void posts(const Source *src, Reading *r)
{
    Str norm = src->norm;
    ptrdiff_t last_end = 0;
    for (ptrdiff_t at = str_find(norm, S("任"), 0); at >= 0; at = str_find(norm, S("任"), at + 3)) {
        int tag = 0;
        ptrdiff_t n = words_at(&words_posts, norm, at + 3, &tag);
        if (n == 0 || has_at(norm, at - 3, S("主")) || has_at(norm, at - 3, S("责")))
            continue;
        bool concurrent = has_at(norm, at - 3, S("兼"));
        ptrdiff_t end = at - (concurrent || has_at(norm, at - 3, S("担")) ? 3 : 0);
        Str post = source_text(src, at + 3, at + 3 + n), body = body_before(src, at);
        if (str_starts(post, S("办公室"))) {
            if (!str_ends(body, S("办公室")))
                body = arena_fmt(src->arena, "%.*s办公室", STR_ARG(body));
            post = str_sub(post, S("办公室").len, post.len);
        }
        ptrdiff_t start = clause_start(norm, end, LOOK_BACK_BYTES);
        if (start < last_end) /* …任组长、…任副组长 in one clause */
            start = last_end;
        last_end = at + 3 + n;
        add_posts(src, start, end,
                  (DraftPost){.body = body,
                              .post = post,
                              .concurrent = concurrent,
                              .span = source_span(src, start, at + 3 + n)},
                  r);
    }
}

/* 组长由市长担任: the same told the other way round. */
static void posts_held(const Source *src, Reading *r)
{
    Str norm = src->norm, held = S("担任");
    for (ptrdiff_t at = str_find(norm, held, 0); at >= 0; at = str_find(norm, held, at + 6)) {
        ptrdiff_t start = clause_start(norm, at, LOOK_BACK_BYTES),
                  by = str_find(str_sub(norm, 0, at), S("由"), start);
        ptrdiff_t n = by > start ? words_before(&words_posts, norm, by, NULL) : 0;
        if (n == 0 || by - n < start || words_at(&words_posts, norm, at + 6, NULL) > 0)
            continue;
        add_posts(src, by + 3, at,
                  (DraftPost){.body = body_before(src, at),
                              .post = source_text(src, by - n, by),
                              .span = source_span(src, start, at + 6)},
                  r);
    }
}

/* ---- peer groups: 将15个专班、9个县区、18个部门分成3个组别 ---- */

/* The noun of a group from `at`: it ends before 和8个驻县单位. */
static ptrdiff_t member_end(Str text, ptrdiff_t at)
{
    static const Str joins[] = {SC("以及"), SC("和"), SC("及"), SC("与")};
    ptrdiff_t end = noun_end(text, at);
    for (ptrdiff_t k = at; k < end; k += char_len(text, k))
        for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
            ptrdiff_t next = k + joins[i].len;
            if (has_at(text, k, joins[i]) &&
                (is_digit(text, next) || number_is_chinese(text, next)))
                return k;
        }
    return end;
}

/* 县区组:9个, 县区组(9个), 县区组9个: the name that stands before the number, else an empty range. */
static ptrdiff_t name_before(Str text, ptrdiff_t low, ptrdiff_t at, ptrdiff_t *ret_end)
{
    ptrdiff_t end = at;
    if (end > low && (text.ptr[end - 1] == ':' || text.ptr[end - 1] == '('))
        end--;
    *ret_end = end;
    if (end == at && !has_at(text, end - 3, S("组")))
        return end;
    ptrdiff_t start = end;
    while (start > low && !is_mark(text, start - 1) && !has_at(text, start - 3, S("、")) &&
           !has_at(text, start - 3, S("。")))
        start--;
    return start;
}

static void group_members(const Source *src, ptrdiff_t from, ptrdiff_t to, Groups *groups)
{
    Str norm = str_sub(src->norm, 0, to);
    for (ptrdiff_t at = from; at < to;) {
        int number;
        bool digit = is_digit(norm, at) || number_is_chinese(norm, at);
        ptrdiff_t n = digit ? number_small(norm, at, &number) : 0;
        if (n == 0 || !(has_at(norm, at + n, S("个")) || has_at(norm, at + n, S("家")))) {
            at += n > 0 ? n : char_len(norm, at);
            continue;
        }
        ptrdiff_t name_end, name = name_before(norm, from, at, &name_end);
        ptrdiff_t noun = at + n + 3, end = member_end(norm, noun);
        if (name_end > name && number > 0)
            *arena_push(src->arena, groups) =
                (Group){source_text(src, name, name_end), number, source_span(src, name, end)};
        else if (end > noun && number > 0)
            *arena_push(src->arena, groups) =
                (Group){source_text(src, noun, end), number, source_span(src, at, end)};
        at = end > at ? end : at + 1;
    }
}

/* The list that follows 分为三个组别:, in the same sentence or a point a line. */
static void listed_groups(const Source *src, ptrdiff_t at, Groups *groups)
{
    Str norm = src->norm;
    ptrdiff_t limit = at + 400 < norm.len ? at + 400 : norm.len;
    ptrdiff_t end = sentence_end(norm, at, limit, false);
    group_members(src, at, end, groups);
    for (int line = 0; line < groups->announced && end < norm.len && norm.ptr[end] == '\n';
         line++) {
        int before = groups->count;
        ptrdiff_t from = end + 1;
        limit = from + 200 < norm.len ? from + 200 : norm.len;
        end = sentence_end(norm, from, limit, false);
        group_members(src, from, end, groups);
        if (groups->count != before + 1)
            break;
    }
}

static void groups(const Source *src, Reading *r)
{
    static const Str verbs[] = {SC("分成"),   SC("分成了"), SC("分为"),
                                SC("划分为"), SC("划为"),   SC("分")};
    static const Str kinds[] = {SC("组别"), SC("组"), SC("类别"), SC("类"), SC("个类别")};
    Str norm = src->norm;
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        for (ptrdiff_t at = str_find(norm, verbs[v], 0); at >= 0;
             at = str_find(norm, verbs[v], at + 3)) {
            int number;
            ptrdiff_t n = number_small(norm, at + verbs[v].len, &number);
            ptrdiff_t kind = at + verbs[v].len + n;
            if (n == 0 || number < 2 || number > 30)
                continue;
            if (has_at(norm, kind, S("个")))
                kind += 3;
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
                if (!has_at(norm, kind, kinds[k]))
                    continue;
                Groups found = {.announced = number};
                ptrdiff_t start = clause_start(norm, at, LOOK_BACK_BYTES);
                ptrdiff_t low = str_find(str_sub(norm, 0, at), S("将"), start);
                group_members(src, low >= 0 ? low : start, at, &found);
                if (found.count == 0 && has_at(norm, kind + kinds[k].len, S(":")))
                    listed_groups(src, kind + kinds[k].len, &found);
                if (found.count > r->facts.groups.count ||
                    (r->facts.groups.announced == 0 && k == 0))
                    r->facts.groups = found;
                break;
            }
        }
    }
    if (r->facts.groups.count && r->facts.groups.count != r->facts.groups.announced)
        *arena_push(src->arena, &r->warnings) = (Warning){.kind = WARN_ANNOUNCED_FOUND,
                                                          .what = S("组别"),
                                                          .announced = r->facts.groups.announced,
                                                          .found = r->facts.groups.count,
                                                          .span = r->facts.groups.items[0].span};
}

void facts_machine(const Source *src, Reading *r)
{
    structures(src, r);
    counted_bodies(src, r);
    named_bodies(src, r);
    posts(src, r);
    posts_held(src, r);
    groups(src, r);
}
