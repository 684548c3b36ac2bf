#include "app/report/report_doc.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/json_in.h"

#define AT(Type, field) offsetof(Type, field)
#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

/* A text of a struct by its key. */
typedef struct DocKey {
    Str name;
    size_t offset;
} DocKey;

static const DocKey head_keys[] = {
    {SC("filler"), AT(ReportDoc, filler)},     {SC("phone"), AT(ReportDoc, phone)},
    {SC("reviewer"), AT(ReportDoc, reviewer)}, {SC("signer"), AT(ReportDoc, signer)},
    {SC("unit"), AT(ReportDoc, unit)},         {SC("period"), AT(ReportDoc, period)}};
enum { HEAD_TYPED = 4 }; /* the first of them are typed */
static const DocKey value_keys[] = {
    {SC("code"), AT(ReportCells, code)},
    {SC("month"), AT(ReportCells, month)},
    {SC("cumulative"), AT(ReportCells, cumulative)},
    {SC("last_year"), AT(ReportCells, last_year)},
    {SC("tolerance"), AT(ReportCells, tolerance)},
    {SC("state"), AT(ReportCells, state)},
    {SC("note"), AT(ReportCells, note)},
};
static const DocKey task_keys[] = {
    {SC("task"), AT(ReportTask, task)},       {SC("progress"), AT(ReportTask, progress)},
    {SC("on_time"), AT(ReportTask, on_time)}, {SC("problem"), AT(ReportTask, problem)},
    {SC("cause"), AT(ReportTask, cause)},     {SC("next"), AT(ReportTask, next_step)},
    {SC("due"), AT(ReportTask, due)}};
static const DocKey request_keys[] = {{SC("matter"), AT(ReportRequest, matter)},
                                      {SC("done"), AT(ReportRequest, done)},
                                      {SC("proposal"), AT(ReportRequest, proposal)},
                                      {SC("level"), AT(ReportRequest, level)}};
static const DocKey answer_keys[] = {{SC("check"), AT(ReportAnswer, check)},
                                     {SC("place"), AT(ReportAnswer, place)},
                                     {SC("found"), AT(ReportAnswer, found)},
                                     {SC("answer"), AT(ReportAnswer, answer)}};
static const DocKey file_keys[] = {{SC("digest"), AT(ReportEvidence, digest)},
                                   {SC("name"), AT(ReportEvidence, name)},
                                   {SC("place"), AT(ReportEvidence, place)}};

static Str *text_at(void *item, const DocKey *key)
{
    return (Str *)((char *)item + key->offset);
}

static const DocKey *key_of(const DocKey *keys, int nkeys, Str name)
{
    for (int i = 0; i < nkeys; i++)
        if (str_eq(keys[i].name, name))
            return &keys[i];
    return NULL;
}

static bool unknown_key(Str name, Err *err)
{
    return err_set(err, ERR_DRAFT_KEY, {"found", utf8_prefix(name, 80)});
}

/* One line: line ends and tabs become spaces. */
static bool clean(Arena *arena, Str name, Str text, Str *ret_text, Err *err)
{
    text = utf8_trim(text);
    if (utf8_count(text) > LIMIT_REPORT_CELL_CHARACTERS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_REPORT_CELL_CHARACTERS")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_REPORT_CELL_CHARACTERS)},
                       {"found", arena_fmt(arena, "%lld", (long long)utf8_count(text))});
    Out out = out_new(arena, (size_t)text.len + 1);
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t start = at;
        uint32_t cp = utf8_next(text, &at);
        if (cp == '\r' && at < text.len && text.ptr[at] == '\n')
            continue;
        if (cp == '\n' || cp == '\r' || cp == '\t')
            out_c(&out, ' ');
        else if (cp < ' ' || cp == 127 || cp == UTF8_BAD || utf8_misleads(cp))
            return err_set(err, ERR_DRAFT_TEXT, {"field", utf8_prefix(name, 80)},
                           {"found", arena_fmt(arena, "U+%04X", cp)});
        else
            out_s(&out, str_sub(text, start, at));
    }
    *ret_text = arena_str(arena, out_str(&out));
    return true;
}

/* ---- from JSON ---- */

/* What a report's JSON has beside what is typed: taken back from the campaign when it is sent. */
static bool is_left_out(Str list, Str key)
{
    static const Str of_head[] = {SC("nature"), SC("sent"), SC("title")};
    static const Str of_value[] = {SC("name"), SC("unit")};
    bool head = list.len == 0;
    const Str *known = head ? of_head : of_value;
    for (int i = 0; i < (head ? COUNT(of_head) : COUNT(of_value)); i++)
        if (str_eq(known[i], key) && (head || str_eq(list, S("indicators"))))
            return true;
    return false;
}

static bool take_texts(Arena *arena, const Tree *map, Str list, const DocKey *keys, int nkeys,
                       void *item, Err *err)
{
    if (map->kind != TREE_MAP)
        return unknown_key(list, err);
    for (const Tree *member = map->first; member; member = member->next) {
        const DocKey *key = key_of(keys, nkeys, member->key);
        if (member->kind == TREE_LIST && list.len == 0)
            continue;
        if (!key && is_left_out(list, member->key))
            continue;
        if (!key || member->kind == TREE_LIST || member->kind == TREE_MAP)
            return unknown_key(member->key, err);
        if (member->kind == TREE_TEXT &&
            !clean(arena, member->key, member->text, text_at(item, key), err))
            return false;
    }
    return true;
}

static bool check_rows(Arena *arena, int count, Err *err)
{
    return count <= LIMIT_REPORT_ROWS ||
           err_set(err, ERR_LIMIT, {"name", S("LIMIT_REPORT_ROWS")},
                   {"limit", arena_fmt(arena, "%d", LIMIT_REPORT_ROWS)},
                   {"found", arena_fmt(arena, "%d", count)});
}

#define TAKE_LIST(arena, list, member, keys, err)                                                  \
    for (const Tree *item = (member)->first; item; item = item->next)                              \
        if (!check_rows((arena), (list)->count + 1, (err)) ||                                      \
            !take_texts((arena), item, (member)->key, (keys), COUNT(keys),                         \
                        arena_push((arena), (list)), (err)))                                       \
            return false;

static bool take_list(Arena *arena, const Tree *member, ReportDoc *doc, Err *err)
{
    if (str_eq(member->key, S("indicators"))) {
        TAKE_LIST(arena, &doc->values, member, value_keys, err)
    } else if (str_eq(member->key, S("tasks"))) {
        TAKE_LIST(arena, &doc->tasks, member, task_keys, err)
    } else if (str_eq(member->key, S("requests"))) {
        TAKE_LIST(arena, &doc->requests, member, request_keys, err)
    } else if (str_eq(member->key, S("answers"))) {
        TAKE_LIST(arena, &doc->answers, member, answer_keys, err)
    } else if (str_eq(member->key, S("evidence"))) {
        TAKE_LIST(arena, &doc->places, member, file_keys, err)
    } else {
        return unknown_key(member->key, err);
    }
    return true;
}

/* Each line and each task once, and with its name. */
static bool check_once(const ReportDoc *doc, Err *err)
{
    for (int i = 0; i < doc->values.count; i++)
        if (doc->values.items[i].code.len == 0 ||
            report_doc_cells(doc, doc->values.items[i].code) != &doc->values.items[i])
            return unknown_key(doc->values.items[i].code, err);
    for (int i = 0; i < doc->tasks.count; i++)
        if (doc->tasks.items[i].task.len == 0 ||
            report_doc_task(doc, doc->tasks.items[i].task) != &doc->tasks.items[i])
            return unknown_key(doc->tasks.items[i].task, err);
    return true;
}

bool report_doc_parse(Arena *arena, Str body, ReportDoc *ret_doc, Err *err)
{
    ReportDoc doc = {0};
    Tree *root;
    *ret_doc = doc;
    if (body.len == 0)
        return true;
    if (body.len > LIMIT_REPORT_DRAFT_BYTES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_REPORT_DRAFT_BYTES")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_REPORT_DRAFT_BYTES)},
                       {"found", arena_fmt(arena, "%lld", (long long)body.len)});
    if (!json_parse(arena, body, &root, err) ||
        !take_texts(arena, root, S(""), head_keys, COUNT(head_keys), &doc, err))
        return false;
    for (const Tree *member = root->first; member; member = member->next)
        if (member->kind == TREE_LIST && !take_list(arena, member, &doc, err))
            return false;
    if (!check_once(&doc, err))
        return false;
    *ret_doc = doc;
    return true;
}

/* ---- to JSON ---- */

/* The texts of one item that are not empty; whether there is any beside its name. */
static bool has_texts(const void *item, const DocKey *keys, int nkeys, int from)
{
    for (int i = from; i < nkeys; i++)
        if (text_at((void *)(uintptr_t)item, &keys[i])->len)
            return true;
    return false;
}

static void put_texts(Json *json, const void *item, const DocKey *keys, int nkeys)
{
    for (int i = 0; i < nkeys; i++) {
        Str text = *text_at((void *)(uintptr_t)item, &keys[i]);
        if (text.len)
            json_kstr(json, keys[i].name, text);
    }
}

static void put_list(Json *json, Str name, const void *items, int count, size_t size,
                     const DocKey *keys, int nkeys, int from)
{
    json_key(json, name);
    json_array(json);
    for (int i = 0; i < count; i++) {
        const char *item = (const char *)items + (size_t)i * size;
        if (!has_texts(item, keys, nkeys, from))
            continue;
        json_object(json);
        put_texts(json, item, keys, nkeys);
        json_object_end(json);
    }
    json_array_end(json);
}
#define PUT_LIST(json, name, list, keys, from)                                                     \
    put_list((json), S(name), (list)->items, (list)->count, sizeof *(list)->items, (keys),         \
             COUNT(keys), (from))

Str report_doc_body(Arena *arena, const ReportDoc *doc)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    put_texts(&json, doc, head_keys, HEAD_TYPED);
    PUT_LIST(&json, "indicators", &doc->values, value_keys, 1);
    PUT_LIST(&json, "tasks", &doc->tasks, task_keys, 1);
    PUT_LIST(&json, "requests", &doc->requests, request_keys, 0);
    PUT_LIST(&json, "answers", &doc->answers, answer_keys, 3);
    PUT_LIST(&json, "evidence", &doc->places, file_keys, 2);
    json_object_end(&json);
    return out_str(&out);
}

/* ---- from kept rows ---- */

static bool of_cells(Arena *arena, Str cells, const DocKey *keys, int nkeys, void *item)
{
    Tree *list;
    Err none = {0};
    if (!json_parse(arena, cells, &list, &none) || list->kind != TREE_LIST)
        return false;
    const Tree *cell = list->first;
    for (int i = 0; i < nkeys && cell; i++, cell = cell->next)
        *text_at(item, &keys[i]) = cell->text;
    return true;
}

bool report_task_of_cells(Arena *arena, Str cells, ReportTask *ret_task)
{
    *ret_task = (ReportTask){0};
    return of_cells(arena, cells, task_keys, COUNT(task_keys), ret_task);
}

bool report_request_of_cells(Arena *arena, Str cells, ReportRequest *ret_request)
{
    *ret_request = (ReportRequest){0};
    return of_cells(arena, cells, request_keys, COUNT(request_keys), ret_request);
}

bool report_answer_of_cells(Arena *arena, Str cells, ReportAnswer *ret_answer)
{
    *ret_answer = (ReportAnswer){0};
    return of_cells(arena, cells, answer_keys, COUNT(answer_keys), ret_answer);
}

/* ---- from fields of a page ---- */

const ReportCells *report_doc_cells(const ReportDoc *doc, Str code)
{
    for (int i = 0; i < doc->values.count; i++)
        if (str_eq(doc->values.items[i].code, code))
            return &doc->values.items[i];
    return NULL;
}

const ReportTask *report_doc_task(const ReportDoc *doc, Str no)
{
    for (int i = 0; i < doc->tasks.count; i++)
        if (str_eq(doc->tasks.items[i].task, no))
            return &doc->tasks.items[i];
    return NULL;
}

static ReportCells *cells_of(Arena *arena, ReportDoc *doc, Str code)
{
    const ReportCells *known = report_doc_cells(doc, code);
    if (known)
        return &doc->values.items[known - doc->values.items];
    ReportCells *added = arena_push(arena, &doc->values);
    added->code = arena_str(arena, code);
    return added;
}

static ReportTask *task_of(Arena *arena, ReportDoc *doc, Str no)
{
    const ReportTask *known = report_doc_task(doc, no);
    if (known)
        return &doc->tasks.items[known - doc->tasks.items];
    ReportTask *added = arena_push(arena, &doc->tasks);
    added->task = arena_str(arena, no);
    return added;
}

static ReportRequest *request_of(Arena *arena, ReportDoc *doc, Str number)
{
    int64_t n;
    if (!str_to_i64(number, &n) || n < 1 || n > LIMIT_REPORT_REQUESTS)
        return NULL;
    while (doc->requests.count < n)
        *arena_push(arena, &doc->requests) = (ReportRequest){0};
    return &doc->requests.items[n - 1];
}

static ReportAnswer *answer_of(Arena *arena, ReportDoc *doc, Str check, Str place)
{
    for (int i = 0; i < doc->answers.count; i++)
        if (str_eq(doc->answers.items[i].check, check) &&
            str_eq(doc->answers.items[i].place, place))
            return &doc->answers.items[i];
    ReportAnswer *added = arena_push(arena, &doc->answers);
    added->check = arena_str(arena, check);
    added->place = arena_str(arena, place);
    return added;
}

static ReportEvidence *file_of(Arena *arena, ReportDoc *doc, Str digest)
{
    for (int i = 0; i < doc->places.count; i++)
        if (str_eq(doc->places.items[i].digest, digest))
            return &doc->places.items[i];
    ReportEvidence *added = arena_push(arena, &doc->places);
    added->digest = arena_str(arena, digest);
    return added;
}

/* What stands after the last dot; *rest is what stands before it. */
static Str last_word(Str *rest)
{
    for (ptrdiff_t i = rest->len - 1; i > 0; i--)
        if (rest->ptr[i] == '.') {
            Str word = str_sub(*rest, i + 1, rest->len);
            *rest = str_sub(*rest, 0, i);
            return word;
        }
    return S("");
}

/* A name that a body would keep as it is. */
static bool is_plain(Str name)
{
    for (ptrdiff_t at = 0; at < name.len;) {
        uint32_t cp = utf8_next(name, &at);
        if (cp < ' ' || cp == 127 || cp == UTF8_BAD || utf8_misleads(cp))
            return false;
    }
    return name.len <= LIMIT_REPORT_NAME_BYTES && str_eq(utf8_trim(name), name);
}

/* Where the text of a field stands; NULL when it has no such place. */
static Str *place_of(Arena *arena, Str name, ReportDoc *doc)
{
    Str rest = name, table = str_cut(&rest, '.');
    if (!is_plain(rest))
        return NULL;
    if (str_eq(table, S("head"))) {
        const DocKey *key = key_of(head_keys, HEAD_TYPED, rest);
        return key ? text_at(doc, key) : NULL;
    }
    if (str_eq(table, S("file")))
        return rest.len ? &file_of(arena, doc, rest)->place : NULL;
    if (str_eq(table, S("answer"))) {
        Str check = str_cut(&rest, '.');
        return check.len && is_plain(check) && is_plain(rest)
                   ? &answer_of(arena, doc, check, rest)->answer
                   : NULL;
    }
    Str column = last_word(&rest);
    if (!is_plain(rest))
        return NULL;
    const DocKey *key = NULL;
    void *item = NULL;
    if (str_eq(table, S("cell")) && (key = key_of(value_keys + 1, COUNT(value_keys) - 1, column)))
        item = cells_of(arena, doc, rest);
    else if (str_eq(table, S("task")) &&
             (key = key_of(task_keys + 1, COUNT(task_keys) - 1, column)))
        item = task_of(arena, doc, rest);
    else if (str_eq(table, S("request")) &&
             (key = key_of(request_keys, COUNT(request_keys), column)))
        item = request_of(arena, doc, rest);
    return key && item ? text_at(item, key) : NULL;
}

bool report_doc_fields(Arena *arena, const ReportField *fields, int count, ReportDoc *doc, Err *err)
{
    for (int i = 0; i < count; i++) {
        Str *place = place_of(arena, fields[i].name, doc);
        if (!place)
            return unknown_key(fields[i].name, err);
        if (!check_rows(arena, doc->values.count, err) ||
            !check_rows(arena, doc->tasks.count, err) ||
            !check_rows(arena, doc->answers.count, err) ||
            !check_rows(arena, doc->places.count, err) ||
            !clean(arena, fields[i].name, fields[i].value, place, err))
            return false;
    }
    return true;
}
