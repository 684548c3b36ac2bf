#include "text/role.h"

#include "base/utf8.h"
#include "text/number.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { BODY_CHARS_MAX = 40, BRACKET_BYTES_MAX = 1500 };

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

bool roles_empty(const Roles *r)
{
    return r->leaders.count + r->lead.count + r->responsible.count + r->supporting.count == 0 &&
           r->deadline_start == r->deadline_end;
}

bool role_is_body(Str text)
{
    int tag;
    ptrdiff_t n = utf8_count(text);
    if (n < 2 || n > BODY_CHARS_MAX)
        return false;
    for (Str t = text; str_ends(t, S(")"));) { /* 市住建局(市人防办) */
        ptrdiff_t open = str_find(t, S("("), 0);
        if (open <= 0)
            return false;
        text = t = str_sub(t, 0, open);
    }
    return words_before(&words_bodies, text, text.len, &tag) > 0;
}

/* Norm offsets without 由, 等部门, 按职责分工负责 round a body's name. */
static void trim_item(Str norm, ptrdiff_t *from, ptrdiff_t *to)
{
    static const Str heads[] = {SC("由"), SC("请"),    SC("以及"), SC(" "),
                                SC(":"),  SC("其中:"), SC("\n")};
    static const Str tails[] = {SC("按照各自职责分工负责"),
                                SC("按照职责分工负责"),
                                SC("按职责分工负责"),
                                SC("按职责分工落实"),
                                SC("按职责分别负责"),
                                SC("按照职责分工"),
                                SC("按职责分工"),
                                SC("分别负责"),
                                SC("共同负责"),
                                SC("负责落实"),
                                SC("负责"),
                                SC("牵头负责"),
                                SC("牵头"),
                                SC("配合"),
                                SC("按照各自职责"),
                                SC("按各自职责"),
                                SC("按照职责"),
                                SC("按职责"),
                                SC("等有关部门"),
                                SC("等相关部门"),
                                SC("等有关单位"),
                                SC("等相关单位"),
                                SC("等部门"),
                                SC("等单位"),
                                SC("等"),
                                SC("参与"),
                                SC("参加"),
                                SC("落实"),
                                SC("协助"),
                                SC(" "),
                                SC("。"),
                                SC("\n")};
    for (bool again = true; again && *from < *to;) {
        again = false;
        Str item = str_sub(norm, *from, *to);
        for (size_t i = 0; i < sizeof heads / sizeof *heads && !again; i++)
            if (str_starts(item, heads[i]) && item.len >= heads[i].len) {
                *from += heads[i].len;
                again = true;
            }
        for (size_t i = 0; i < sizeof tails / sizeof *tails && !again; i++)
            if (str_ends(item, tails[i])) {
                *to -= tails[i].len;
                again = true;
            }
    }
}

static void add_body(const Source *src, ptrdiff_t from, ptrdiff_t to, Strs *list)
{
    trim_item(src->norm, &from, &to);
    if (to <= from)
        return;
    Str name = source_text(src, from, to);
    if (name.len == 0 || utf8_count(name) > BODY_CHARS_MAX)
        return;
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i], name))
            return;
    if (list->count < 200)
        *arena_push(src->arena, list) = name;
}

/* Length of a separator at `at` between from and to; 0 = none. 和 only between two bodies. */
static ptrdiff_t separator_at(Str norm, ptrdiff_t item, ptrdiff_t at, ptrdiff_t to)
{
    char c = norm.ptr[at];
    if (c == ',' || c == ';' || c == ' ' || c == '\n' || c == '\t' || c == '/')
        return 1;
    if (has_at(norm, at, S("、")) || has_at(norm, at, S("。")))
        return 3;
    static const Str joins[] = {SC("以及"), SC("和"), SC("与"), SC("及")};
    for (size_t i = 0; i < 4; i++) {
        if (!has_at(norm, at, joins[i]) || at - item > 200)
            continue;
        ptrdiff_t after = at + joins[i].len, end = after;
        while (end < to && norm.ptr[end] != ',' && norm.ptr[end] != ';' &&
               !has_at(norm, end, S("、")) && end - after < 90)
            end += char_len(norm, end);
        ptrdiff_t from = after, cut = end;
        trim_item(norm, &from, &cut);
        if (role_is_body(str_sub(norm, item, at)) && role_is_body(str_sub(norm, from, cut)) &&
            utf8_count(str_sub(norm, item, at)) >= 3)
            return joins[i].len;
    }
    return 0;
}

void role_split(const Source *src, ptrdiff_t from, ptrdiff_t to, Strs *list)
{
    Str norm = str_sub(src->norm, 0, to);
    ptrdiff_t item = from;
    int depth = 0;
    for (ptrdiff_t at = from; at < to; at += char_len(norm, at)) {
        if (norm.ptr[at] == '(')
            depth++;
        if (norm.ptr[at] == ')' && depth > 0)
            depth--;
        ptrdiff_t n = depth == 0 && at > item ? separator_at(norm, item, at, to) : 0;
        if (n == 0)
            continue;
        add_body(src, item, at, list);
        item = at + n;
        at = item - 1;
        while (at > from && ((unsigned char)norm.ptr[at] & 0xC0) == 0x80)
            at--;
    }
    add_body(src, item, to, list);
}

void role_first_leads(Arena *arena, Roles *roles)
{
    if (roles->lead.count > 0 || roles->responsible.count == 0)
        return;
    *arena_push(arena, &roles->lead) = roles->responsible.items[0];
    roles->responsible.items++;
    roles->responsible.count--;
    roles->responsible.cap = (size_t)roles->responsible.count;
}

static Strs *list_of(Roles *roles, int tag)
{
    switch (tag) {
    case ROLES_LEAD:
        return &roles->lead;
    case ROLES_RESPONSIBLE:
        return &roles->responsible;
    case ROLES_SUPPORTING:
        return &roles->supporting;
    case ROLES_LEADER:
        return &roles->leaders;
    default:
        return NULL;
    }
}

/* A label with its colon at `at`: 牵头单位: ; returns its length. */
static ptrdiff_t label_at(Str text, ptrdiff_t at, int *ret_tag)
{
    ptrdiff_t n = words_at(&words_roles, text, at, ret_tag);
    if (n == 0)
        return 0;
    ptrdiff_t after = at + n;
    static const Str joined[] = {SC("及"), SC("和"), SC("、")};
    for (size_t i = 0; i < 3; i++) /* 牵头及责任单位: */
        if (has_at(text, after, joined[i])) {
            int ignored;
            ptrdiff_t more = words_at(&words_roles, text, after + 3, &ignored);
            if (more > 0)
                after += 3 + more;
        }
    if (after < text.len && text.ptr[after] == ':')
        return after + 1 - at;
    if (has_at(text, after, S("】")))
        return after + 3 - at;
    return 0;
}

static bool opens_field(Str text, ptrdiff_t at, ptrdiff_t from)
{
    if (at == from)
        return true;
    char c = text.ptr[at - 1];
    return c == '(' || c == ';' || c == ',' || c == '\n' || c == ' ' || c == '[' || c == ')' ||
           c == ':' || has_at(text, at - 3, S("。")) || has_at(text, at - 3, S("【")) ||
           has_at(text, at - 3, S("〔"));
}

/* The end of the value that begins at `at`: a mark, a line end, the next label. */
static ptrdiff_t field_end(Str text, ptrdiff_t at)
{
    int depth = 0, tag;
    ptrdiff_t start = at;
    for (; at < text.len; at += char_len(text, at)) {
        char c = text.ptr[at];
        if (c == '(')
            depth++;
        if (c == ')' && depth-- == 0)
            return at;
        if (c == '\n' || c == ']' || (c == ';' && depth == 0) || has_at(text, at, S("。")) ||
            has_at(text, at, S("】")) || has_at(text, at, S("〕")))
            return at;
        if (at > start && opens_field(text, at, start) && label_at(text, at, &tag) > 0)
            return at;
    }
    return at;
}

/* The line at `at` is the name of a body and nothing else. */
static bool body_line(Str text, ptrdiff_t at)
{
    Str rest = str_sub(text, at, at + 3 * BODY_CHARS_MAX);
    Str line = str_cut(&rest, '\n');
    return !str_has(line, S(":")) && !str_has(line, S("。")) && role_is_body(line);
}

/* Fields in a row from `at`; returns the end of the last. */
static ptrdiff_t read_fields(const Source *src, Str text, ptrdiff_t at, Roles *roles)
{
    for (;;) {
        int tag = 0;
        ptrdiff_t n = label_at(text, at, &tag);
        if (n == 0)
            return at;
        ptrdiff_t value = at + n;
        if (value < text.len && text.ptr[value] == '\n') /* the list stands on the next line */
            value++;
        ptrdiff_t end = field_end(text, value);
        while (value > at + n && end < text.len && text.ptr[end] == '\n' &&
               body_line(text, end + 1))
            end = field_end(text, end + 1); /* a name a line */
        Strs *list = list_of(roles, tag);
        if (list)
            role_split(src, value, end, list);
        else if (tag == ROLES_DEADLINE) {
            roles->deadline_start = value;
            roles->deadline_end = end;
        }
        ptrdiff_t next = end;
        while (next < text.len && (text.ptr[next] == ';' || text.ptr[next] == ',' ||
                                   text.ptr[next] == ' ' || text.ptr[next] == '\n'))
            next++;
        while (has_at(text, next, S("。")) || has_at(text, next, S("【")))
            next += 3;
        while (next < text.len && (text.ptr[next] == '\n' || text.ptr[next] == ' '))
            next++;
        if (next >= text.len || label_at(text, next, &tag) == 0)
            return end;
        at = next;
    }
}

/* (市发展改革委牵头,市财政局、市工信局配合) : the bracket's words end in a role. */
static bool bracket_roles(const Source *src, Str text, ptrdiff_t open, ptrdiff_t close,
                          Roles *roles)
{
    static const struct {
        Str word;
        int tag;
    } ends[] = {{SC("牵头负责"), ROLES_LEAD},
                {SC("牵头"), ROLES_LEAD},
                {SC("主办"), ROLES_LEAD},
                {SC("分工负责"), ROLES_RESPONSIBLE},
                {SC("分别负责"), ROLES_RESPONSIBLE},
                {SC("共同负责"), ROLES_RESPONSIBLE},
                {SC("负责"), ROLES_RESPONSIBLE},
                {SC("负责落实"), ROLES_RESPONSIBLE},
                {SC("落实"), ROLES_RESPONSIBLE},
                {SC("配合"), ROLES_SUPPORTING},
                {SC("参与"), ROLES_SUPPORTING},
                {SC("参加"), ROLES_SUPPORTING},
                {SC("协办"), ROLES_SUPPORTING},
                {SC("协助"), ROLES_SUPPORTING}};
    ptrdiff_t clause = open;
    bool any = false;
    Deadline d;
    for (ptrdiff_t at = open; at <= close; at++) {
        if (at < close && text.ptr[at] != ',' && text.ptr[at] != ';')
            continue;
        Str words = str_sub(text, clause, at);
        bool day = any && when_deadline(text, clause, at, 2000, true, &d) && d.start == clause;
        if (day && (d.end == at || str_starts(str_sub(text, d.end, at), S("完成")))) {
            roles->deadline_start = d.start; /* …负责,11月底前完成 */
            roles->deadline_end = d.end;
        }
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (str_ends(words, ends[i].word) && words.len > ends[i].word.len + 3) {
                role_split(src, clause, at - ends[i].word.len, list_of(roles, ends[i].tag));
                clause = at + 1;
                any = true;
                break;
            }
    }
    return any;
}

static ptrdiff_t close_of(Str text, ptrdiff_t open)
{
    int depth = 0;
    for (ptrdiff_t at = open; at < text.len && at - open < BRACKET_BYTES_MAX; at++) {
        if (text.ptr[at] == '\n')
            return -1;
        depth += text.ptr[at] == '(';
        depth -= text.ptr[at] == ')';
        if (depth == 0)
            return at;
    }
    return -1;
}

/* A note in brackets that opens at `at`: "(牵头单位:…)" or "(市××局牵头)". *ret_close = -1 where the
 * bracket has no end. */
static bool bracket_note(const Source *src, Str text, ptrdiff_t at, Note *note,
                         ptrdiff_t *ret_close)
{
    int tag;
    ptrdiff_t close = close_of(text, at);
    *ret_close = close;
    if (close < 0)
        return false;
    note->end = close + 1;
    if (label_at(text, at + 1, &tag) > 0) {
        (void)read_fields(src, str_sub(text, 0, close), at + 1, &note->roles);
        return true;
    }
    return bracket_roles(src, text, at + 1, close, &note->roles);
}

/* A note without brackets: "牵头单位:…" at the start of a field, or in 【】. */
static bool field_note(const Source *src, Str text, ptrdiff_t at, ptrdiff_t from, Note *note)
{
    int tag;
    if ((unsigned char)text.ptr[at] < 0xE3 || !opens_field(text, at, from) ||
        label_at(text, at, &tag) <= 0)
        return false;
    if (has_at(text, at - 3, S("【")) || has_at(text, at - 3, S("〔")))
        note->start = at - 3;
    else if (at > from && text.ptr[at - 1] == '[')
        note->start = at - 1;
    note->end = read_fields(src, text, at, &note->roles);
    return true;
}

/* "牵头单位:…" and on the next line "责任单位:…" are one note: the new one joins the last. */
static bool joins_last(Str text, Notes *notes, const Note *note)
{
    if (notes->count == 0)
        return false;
    Note *last = &notes->items[notes->count - 1];
    if (str_trim(str_sub(text, last->end, note->start)).len > 0 ||
        last->roles.supporting.count > 0 || note->roles.lead.count > 0 ||
        last->roles.responsible.count > 0)
        return false;
    last->end = note->end;
    if (note->roles.supporting.count)
        last->roles.supporting = note->roles.supporting;
    if (note->roles.deadline_end > note->roles.deadline_start) {
        last->roles.deadline_start = note->roles.deadline_start;
        last->roles.deadline_end = note->roles.deadline_end;
    }
    return true;
}

void role_notes(const Source *src, ptrdiff_t from, ptrdiff_t to, Notes *notes)
{
    Str text = str_sub(src->norm, 0, to);
    ptrdiff_t budget = to - from + 65536; /* for brackets without an end: the whole stays linear */
    for (ptrdiff_t at = from; at < to; at += char_len(text, at)) {
        Note note = {.start = at};
        ptrdiff_t close = 0;
        bool found = text.ptr[at] == '(' ? budget > 0 && bracket_note(src, text, at, &note, &close)
                                         : field_note(src, text, at, from, &note);
        if (close < 0)
            budget -= BRACKET_BYTES_MAX;
        if (!found || roles_empty(&note.roles))
            continue;
        while (has_at(text, note.end, S("。")) || has_at(text, note.end, S("】")) ||
               has_at(text, note.end, S("〕")) || has_at(text, note.end, S("]")))
            note.end += text.ptr[note.end] == ']' ? 1 : 3;
        if (note.roles.lead.count == 0)
            role_first_leads(src->arena, &note.roles);
        if (!joins_last(text, notes, &note))
            *arena_push(src->arena, notes) = note;
        at = note.end - 1;
        while (at > from && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
            at--;
    }
}

/* 由市财政局会同市教育局…: the first leads, the other supports. */
static bool jointly(const Source *src, Str text, ptrdiff_t from, Roles *roles)
{
    ptrdiff_t with = str_find(text, S("会同"), from);
    if (with < 0)
        return false;
    ptrdiff_t start = with, end = 0, at = with + 6;
    while (start > from && text.ptr[start - 1] != ',' && text.ptr[start - 1] != ';' &&
           text.ptr[start - 1] != ':' && with - start < 150)
        start--;
    ptrdiff_t by = str_find(str_sub(text, 0, with), S("由"), start);
    start = by >= 0 ? by + 3 : start;
    for (int chars = 0; at < text.len && chars < BODY_CHARS_MAX && text.ptr[at] != ','; chars++) {
        at += char_len(text, at);
        if (role_is_body(str_sub(text, with + 6, at)))
            end = at;
    }
    if (end == 0 || !role_is_body(str_sub(text, start, with)))
        return false;
    role_split(src, start, with, &roles->lead);
    role_split(src, with + 6, end, &roles->supporting);
    return true;
}

/* 请市住建局倒排工期: who is asked. */
static bool is_asked(const Source *src, Str text, ptrdiff_t from, Roles *roles)
{
    Str word = S("请");
    for (ptrdiff_t at = str_find(text, word, from); at >= 0; at = str_find(text, word, at + 3)) {
        ptrdiff_t name = at + word.len, end = 0, here = name;
        if (at > from && text.ptr[at - 1] != ',' && text.ptr[at - 1] != ';')
            continue;
        for (int chars = 0; here < text.len && chars < BODY_CHARS_MAX && text.ptr[here] != ',';
             chars++) {
            here += char_len(text, here);
            if (role_is_body(str_sub(text, name, here)))
                end = here;
        }
        if (end == 0)
            continue;
        role_split(src, name, end, &roles->responsible);
        return true;
    }
    return false;
}

void role_sentence(const Source *src, ptrdiff_t from, ptrdiff_t to, Roles *roles)
{
    Str text = str_sub(src->norm, 0, to);
    /* 由…牵头,…配合 */
    for (ptrdiff_t at = str_find(text, S("牵头"), from); at >= 0;
         at = str_find(text, S("牵头"), at + 6)) {
        ptrdiff_t start = at;
        while (start > from && text.ptr[start - 1] != ',' && text.ptr[start - 1] != ';' &&
               text.ptr[start - 1] != ':' && at - start < 150)
            start--;
        ptrdiff_t by = str_find(str_sub(text, 0, at), S("由"), start);
        if (by < 0 && !role_is_body(str_sub(text, start, at)))
            continue;
        role_split(src, by >= 0 ? by + 3 : start, at, &roles->lead);
        ptrdiff_t next = at + 6;
        if (next < to && text.ptr[next] == ',') {
            ptrdiff_t end = next + 1;
            while (end < to && text.ptr[end] != ',' && text.ptr[end] != ';' &&
                   !has_at(text, end, S("。")))
                end++;
            Str clause = str_sub(text, next + 1, end);
            if (str_ends(clause, S("配合")) || str_ends(clause, S("参与")))
                role_split(src, next + 1, end - 6, &roles->supporting);
        }
        if (roles->lead.count)
            return;
    }
    if (jointly(src, text, from, roles) || is_asked(src, text, from, roles))
        return;
    /* 各乡镇、各部门要… */
    static const Str musts[] = {SC("要"), SC("应当"), SC("须"), SC("必须"), SC("负责")};
    for (size_t i = 0; i < sizeof musts / sizeof *musts; i++) {
        ptrdiff_t at =
            str_find(str_sub(text, 0, from + 150 < to ? from + 150 : to), musts[i], from);
        if (at <= from)
            continue;
        ptrdiff_t start = from;
        ptrdiff_t comma = str_find(str_sub(text, 0, at), S(","), from);
        if (comma >= 0 && at - comma > 6)
            start = comma + 1; /* 会议要求,各级各部门要… */
        Strs list = {0};
        role_split(src, start, at, &list);
        bool all = list.count > 0;
        for (int k = 0; k < list.count; k++)
            all = all && role_is_body(list.items[k]);
        if (all) {
            for (int k = 0; k < list.count; k++)
                *arena_push(src->arena, &roles->responsible) = list.items[k];
            return;
        }
    }
}
