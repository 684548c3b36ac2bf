/* The folder whole: files → forms → one report of each unit, and what is missing. */
#include "app/folder/folder_parts.h"
#include "app/report/month_rows.h"
#include "app/report/report_check.h"
#include "base/limits.h"

/* ---- several forms of one unit ---- */

static bool same_value(const FolderCell *a, const FolderCell *b)
{
    Dec x, y;
    if (a->state == FOLDER_CELL_VALUE && b->state == FOLDER_CELL_VALUE)
        return dec_parse(a->value, &x, NULL) && dec_parse(b->value, &y, NULL) && dec_cmp(x, y) == 0;
    return a->state == b->state;
}

static const FolderValue *value_in(const FolderForm *form, int indicator)
{
    for (int i = 0; i < form->values.count; i++)
        if (form->values.items[i].indicator == indicator)
            return &form->values.items[i];
    return NULL;
}

/* Values that both have are the same; *ret_all: and neither has one that the other has not. */
static bool agree(const FolderForm *a, const FolderForm *b, bool *ret_all)
{
    int shared = 0;
    for (int i = 0; i < a->values.count; i++) {
        const FolderValue *x = &a->values.items[i], *y = value_in(b, x->indicator);
        shared += y != NULL;
        for (int k = 0; y && k < FOLDER_FIGURES; k++)
            if (!same_value(&x->cells[k], &y->cells[k]))
                return false;
    }
    *ret_all = shared == a->values.count && shared == b->values.count;
    return true;
}

/* What a name says of its age: 初稿 -1, nothing 0, (1) and v2 their number, 最终版 100. */
static int name_age(Arena *arena, Str name)
{
    static const Str late[] = {SC("最终"), SC("定稿"), SC("终稿"),
                               SC("正式"), SC("终版"), SC("final")};
    static const Str later[] = {SC("修改"), SC("修订"), SC("更正"), SC("更新"),
                                SC("调整"), SC("重报"), SC("新版"), SC("新)")};
    static const Str early[] = {SC("初稿"), SC("草稿"), SC("旧"),   SC("作废"),
                                SC("原版"), SC("初版"), SC("draft")};
    Str s = form_squeeze(arena, name);
    int age = 0;
    for (size_t i = 0; i < sizeof early / sizeof *early; i++)
        age = str_has(s, early[i]) ? -1 : age;
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        age = str_has(s, later[i]) ? 50 : age;
    for (size_t i = 0; i < sizeof late / sizeof *late; i++)
        age = str_has(s, late[i]) ? 100 : age;
    for (ptrdiff_t at = 0; at + 2 < s.len && age >= 0; at++)
        if ((s.ptr[at] == '(' || s.ptr[at] == 'v') && s.ptr[at + 1] >= '1' &&
            s.ptr[at + 1] <= '9' && (s.ptr[at] == 'v' || s.ptr[at + 2] == ')'))
            age += s.ptr[at + 1] - '0';
    return age;
}

/* >0: a is newer by what stands inside, and its name does not say otherwise. 0: not certain. */
static int newer(Arena *arena, const FolderForm *a, const FolderForm *b)
{
    if (a->head.sent_on == DATE_NONE || b->head.sent_on == DATE_NONE ||
        a->head.sent_at == b->head.sent_at)
        return 0;
    int age = name_age(arena, a->sheet->file) - name_age(arena, b->sheet->file);
    int sign = a->head.sent_at > b->head.sent_at ? 1 : -1;
    return (age > 0 && sign < 0) || (age < 0 && sign > 0) ? 0 : sign;
}

static void set_state(FolderRead *r, const FolderForm *form, FolderFileState state)
{
    FolderFileLine *line = &r->result->files.items[form->file];
    if (line->state == FOLDER_TAKEN)
        line->state = state;
}

/* No figure stands in both: one sheet has the month, the other the year so far. */
static bool fill_each_other(const FolderForm *a, const FolderForm *b)
{
    for (int i = 0; i < a->values.count; i++) {
        const FolderValue *x = &a->values.items[i], *y = value_in(b, x->indicator);
        for (int k = 0; y && k < FOLDER_FIGURES; k++)
            if (x->cells[k].state != FOLDER_CELL_EMPTY && y->cells[k].state != FOLDER_CELL_EMPTY &&
                !same_value(&x->cells[k], &y->cells[k]))
                return false;
    }
    return true;
}

/* What b has and a has not; b's own cells are not touched. */
static void fill(FolderRead *r, FolderForm *a, const FolderForm *b)
{
    for (int i = 0; i < b->values.count; i++) {
        const FolderValue *from = &b->values.items[i];
        FolderValue *to = NULL;
        for (int k = 0; k < a->values.count; k++)
            if (a->values.items[k].indicator == from->indicator)
                to = &a->values.items[k];
        if (!to)
            *arena_push(r->arena, &a->values) = *from;
        for (int k = 0; to && k < FOLDER_FIGURES; k++)
            if (to->cells[k].state == FOLDER_CELL_EMPTY)
                to->cells[k] = from->cells[k];
    }
}

/* Two sheets of one file: parts of one form, or a question. Merged into a; b is gone. */
static bool same_file(FolderRead *r, FolderForm *a, const FolderForm *b)
{
    if (fill_each_other(a, b)) {
        fill(r, a, b);
        return true;
    }
    Str choice;
    FolderAsk ask = {
        .kind = FOLDER_ASK_SHEET,
        .key = arena_fmt(r->arena, "%.*s|%.*s", STR_ARG(a->sheet->name), STR_ARG(b->sheet->name)),
        .a = a->sheet->name,
        .b = b->sheet->name,
        .choices = {a->sheet->name, b->sheet->name, S("none")},
        .nchoices = 3,
        .item = {a->sheet->file, a->sheet->file, a->sheet->name, b->sheet->name}};
    if (!folder_ask(r, &ask, &choice)) {
        a->asked++;
        a->unit = -1;
        set_state(r, a, FOLDER_ASKED);
        return true;
    }
    if (str_eq(choice, b->sheet->name))
        *a = *b;
    else if (!str_eq(choice, a->sheet->name)) {
        a->unit = -1;
        set_state(r, a, FOLDER_LEFT);
    }
    return true;
}

/* Two files of one unit have no indicator in common. */
static bool other_rows(const FolderForm *a, const FolderForm *b)
{
    for (int i = 0; i < a->values.count; i++)
        if (value_in(b, a->values.items[i].indicator))
            return false;
    return a->values.count && b->values.count;
}

/* Two files: *winner is which one holds, 0 or 1; -1: it waits, or neither. */
static int other_file(FolderRead *r, FolderForm *a, FolderForm *b)
{
    bool all = false;
    Str choice;
    int unit = a->unit;
    if (agree(a, b, &all) && all) {
        set_state(r, b, FOLDER_SAME);
        return 0;
    }
    if (other_rows(a, b)) { /* 经济指标 in one file, 民生指标 in another */
        fill(r, a, b);
        *arena_push(r->arena, &a->beside) = b->file;
        return 0;
    }
    int order = newer(r->arena, a, b);
    if (order == 0) {
        int ages = name_age(r->arena, a->sheet->file) - name_age(r->arena, b->sheet->file);
        bool a_later = ages > 0 || (ages == 0 && str_cmp(a->sheet->file, b->sheet->file) > 0);
        const FolderForm *late = a_later ? a : b, *early = a_later ? b : a;
        FolderAsk ask = {.kind = FOLDER_ASK_VERSION,
                         .key = S("version"),
                         .choices = {S("later"), S("earlier"), S("none")},
                         .nchoices = 3,
                         .item = {r->know.def->units.items[unit].code,
                                  arena_fmt(r->arena, "%.*s / %.*s", STR_ARG(early->sheet->file),
                                            STR_ARG(late->sheet->file)),
                                  early->sheet->file, late->sheet->file}};
        if (!folder_ask(r, &ask, &choice)) {
            a->asked++;
            set_state(r, a, FOLDER_ASKED);
            set_state(r, b, FOLDER_ASKED);
            return -1;
        }
        if (str_eq(choice, S("none"))) {
            set_state(r, a, FOLDER_LEFT);
            set_state(r, b, FOLDER_LEFT);
            return -1;
        }
        order = str_eq(choice, S("later")) == a_later ? 1 : -1;
    }
    set_state(r, order > 0 ? b : a, FOLDER_OLDER);
    return order > 0 ? 0 : 1;
}

/* The form that holds for the unit; NULL: none, or it waits. */
static FolderForm *form_of(FolderRead *r, FolderForms *forms, int unit, bool *ret_waits)
{
    FolderForm *best = NULL;
    *ret_waits = false;
    for (int i = 0; i < forms->count; i++) {
        FolderForm *form = &forms->items[i];
        if (form->unit != unit || *ret_waits)
            continue;
        if (!best) {
            best = form;
        } else if (best->file == form->file) {
            (void)same_file(r, best, form);
            if (best->unit < 0) {
                *ret_waits = best->asked > 0;
                best = NULL;
                return NULL;
            }
        } else {
            int winner = other_file(r, best, form);
            *ret_waits = winner < 0;
            best = winner > 0 ? form : best;
        }
    }
    return *ret_waits ? NULL : best;
}

/* ---- one unit ---- */

static void tell_unit_waits(FolderRead *r, FolderUnit *u, const FolderForm *form)
{
    if (form->asked)
        u->state = FOLDER_UNIT_ASKED;
    for (int i = 0; i < u->values.count; i++)
        for (int k = 0; k < FOLDER_FIGURES; k++) {
            const FolderCell *cell = &u->values.items[i].cells[k];
            r->result->values += cell->state == FOLDER_CELL_VALUE;
            r->result->unclear +=
                cell->state == FOLDER_CELL_UNCLEAR || cell->state == FOLDER_CELL_PENDING;
            r->result->changed += cell->changed;
        }
}

/* Every value of `some` that says anything stands among `others`. */
static bool all_in(const SubmissionValueList *some, const SubmissionValueList *others)
{
    for (int i = 0; i < some->count; i++) {
        const SubmissionValue *a = &some->items[i], *b = NULL;
        if (!a->value.len && !a->na && !a->month.len && !a->last_year.len && !a->state.len)
            continue;
        for (int k = 0; k < others->count && !b; k++)
            b = str_eq(others->items[k].indicator, a->indicator) ? &others->items[k] : NULL;
        if (!b || !str_eq(a->value, b->value) || a->na != b->na || !str_eq(a->month, b->month) ||
            !str_eq(a->last_year, b->last_year) || !str_eq(a->state, b->state))
            return false;
    }
    return true;
}

/* Whether the newest report on record says the same. */
static bool on_record(FolderRead *r, const MonthReport *report, bool *ret_same, Err *err)
{
    App *app = r->know.app;
    Submission latest;
    SubmissionValueList there = {0};
    Pending pending = {0};
    bool found;
    *ret_same = false;
    pending_of_report(r->arena, r->know.def, report, &pending);
    if (!submission_latest(app->db, r->arena, app->def.code, S("report"), report->period,
                           report->unit, &found, &latest, err))
        return false;
    if (!found)
        return true;
    if (!submission_values(app->db, r->arena, latest.id, &there, err))
        return false;
    *ret_same = all_in(&there, &pending.values) && all_in(&pending.values, &there);
    return true;
}

/* What the checks of a report find; a form that is closed has none. */
static bool check(FolderRead *r, FolderUnit *u)
{
    Err ignored = {0};
    return report_check(r->know.app, r->know.period->code, r->know.def->units.items[u->unit].code,
                        u->json, &u->findings, &ignored);
}

static bool take_form(FolderRead *r, FolderUnit *u, FolderForm *form, Err *err)
{
    MonthReport report = {0};
    bool same;
    u->file = form->file;
    u->state = FOLDER_UNIT_READY;
    u->faults.arena = u->warnings.arena = r->arena;
    if (folder_is_closed(r, form->unit)) {
        Err denied = {0};
        err_set(&denied, ERR_FOLDER_RESTRICTED,
                {"unit", r->know.def->units.items[form->unit].name});
        faults_add(&u->faults, &denied);
        u->state = FOLDER_UNIT_FAULTY;
        return true;
    }
    u->values.items = form->values.items;
    u->values.count = form->values.count;
    u->changes.items = form->changes.items;
    u->changes.count = form->changes.count;
    u->beside.items = form->beside.items;
    u->beside.count = form->beside.count;
    u->json = folder_json(r, form, u);
    MonthFile file = {.name = arena_fmt(r->arena, "%.*s.json", STR_ARG(form->sheet->file)),
                      .bytes = u->json,
                      .period = r->know.period->code};
    if (!month_report_read(r->arena, &r->know.context, &file, &report, &u->faults, &u->warnings)) {
        u->state = FOLDER_UNIT_FAULTY;
    } else {
        if (!on_record(r, &report, &same, err))
            return false;
        u->state = same ? FOLDER_UNIT_SAME : FOLDER_UNIT_READY;
        if (!check(r, u))
            *err = (Err){0};
    }
    tell_unit_waits(r, u, form);
    return true;
}

static bool take_unit(FolderRead *r, FolderForms *forms, int unit, Err *err)
{
    FolderUnit *u = arena_push(r->arena, &r->result->units);
    bool waits;
    *u = (FolderUnit){.unit = unit, .file = -1};
    FolderForm *form = form_of(r, forms, unit, &waits);
    if (form && !take_form(r, u, form, err))
        return false;
    Str code = r->know.def->units.items[unit].code;
    for (int i = 0; i < r->result->files.count; i++) {
        const FolderFileLine *line = &r->result->files.items[i];
        waits = waits || (line->state == FOLDER_ASKED && str_eq(line->unit, code));
        if (line->state == FOLDER_SIGNED && str_eq(line->unit, code))
            *arena_push(r->arena, &u->signed_copies) = i;
    }
    if (!form)
        u->state = waits                    ? FOLDER_UNIT_ASKED
                   : u->signed_copies.count ? FOLDER_UNIT_SCAN_ONLY
                                            : FOLDER_UNIT_MISSING;
    return true;
}

/* ---- the folder ---- */

static bool check_size(App *app, const FolderFileList *files, Err *err)
{
    int64_t bytes = 0;
    for (int i = 0; i < files->count; i++)
        bytes += files->items[i].bytes.len;
    if (files->count > LIMIT_FOLDER_FILES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_FOLDER_FILES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_FOLDER_FILES)},
                       {"found", arena_fmt(app->arena, "%d", files->count)});
    return bytes <= LIMIT_FOLDER_BYTES ||
           err_set(err, ERR_LIMIT, {"name", S("LIMIT_FOLDER_BYTES")},
                   {"limit", arena_fmt(app->arena, "%d", LIMIT_FOLDER_BYTES)},
                   {"found", arena_fmt(app->arena, "%lld", (long long)bytes)});
}

static bool read_files(FolderRead *r, FolderForms *forms, FolderTell tell, Err *err)
{
    for (int i = 0; i < r->files->count; i++) {
        const FolderFile *f = &r->files->items[i];
        FolderFileLine *line = arena_push(r->arena, &r->result->files);
        *line = (FolderFileLine){.name = f->name,
                                 .unit = S(""),
                                 .bytes = f->bytes.len,
                                 .digest = r->know.app->digest(r->arena, f->bytes)};
        if (f->bytes.len > LIMIT_FILE_BYTES) {
            line->state = FOLDER_REFUSED;
            err_set(&line->err, ERR_FILE_LARGE, {"found", f->name}, {"limit", S("50")});
        } else {
            folder_file(r, i, forms);
        }
        if (tell.tell)
            tell.tell(tell.ctx, i + 1, r->files->count);
    }
    (void)err;
    return true;
}

bool folder_read(App *app, const FolderFileList *files, Str period, const FolderAnswers *answers,
                 FolderTell tell, FolderResult *ret_result, Err *err)
{
    FolderResult *result = arena_new(app->arena, FolderResult, 1);
    FolderRead r = {.arena = app->arena, .files = files, .answers = answers, .result = result};
    FolderForms *forms = arena_new(app->arena, FolderForms, 1);
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_REPORT_SUBMIT, S(""), S("folder"), err) ||
        !app_period(app, period, &result->period, err) || !check_size(app, files, err) ||
        !folder_know(app, result->period, &r.know, err) || !read_files(&r, forms, tell, err))
        return false;
    for (int i = 0; i < app->def.units.count; i++) {
        const Unit *u = &app->def.units.items[i];
        if (u->group.len && unit_is_member(&app->def, u, result->period) &&
            !take_unit(&r, forms, i, err))
            return false;
    }
    *ret_result = *result;
    return true;
}

bool folder_read_one(App *app, const FolderFile *file, Str period, Str unit,
                     const FolderAnswers *answers, FolderResult *ret_result, Err *err)
{
    FolderFileList files = {0};
    FolderResult *result = arena_new(app->arena, FolderResult, 1);
    FolderRead r = {.arena = app->arena, .files = &files, .answers = answers, .result = result};
    FolderForms *forms = arena_new(app->arena, FolderForms, 1);
    const Unit *own;
    *arena_push(app->arena, &files) = *file;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_REPORT_SUBMIT, unit, S("folder"), err) ||
        !app_period(app, period, &result->period, err) ||
        !folder_know(app, result->period, &r.know, err))
        return false;
    own = app_unit(app, unit);
    if (!own || !unit_is_member(&app->def, own, result->period))
        return err_set(err, ERR_REPORT_UNIT, {"unit", unit}, {"period", period});
    r.only = (int)(own - app->def.units.items) + 1;
    if (!read_files(&r, forms, (FolderTell){0}, err) ||
        !take_unit(&r, forms, (int)(own - app->def.units.items), err))
        return false;
    *ret_result = *result;
    return true;
}
