/* What stands around the tables of a form: whose it is, of which month, who signed, when it was sent. */
#include "app/folder/folder_parts.h"
#include "base/utf8.h"
#include "doc/typed.h"

/* ---- names of units ---- */

static void add_name(FolderKnow *know, Arena *arena, Str text, int unit, bool is_full)
{
    Str s = form_squeeze(arena, text);
    if (utf8_count(s) < 2)
        return;
    *arena_push(arena, &know->names) = (FolderName){s, unit, is_full};
}

static void add_names(FolderKnow *know, Arena *arena)
{
    for (int i = 0; i < know->def->units.count; i++) {
        const Unit *u = &know->def->units.items[i];
        if (u->group.len == 0) /* 市直 sends no report */
            continue;
        add_name(know, arena, u->name, i, true);
        if (str_starts(u->name, S("市")) && u->name.len > S("市").len * 3)
            add_name(know, arena, str_sub(u->name, S("市").len, u->name.len), i, true);
        add_name(know, arena, u->code, i, false);
        if (u->short_name.len && !str_eq(u->short_name, u->name))
            add_name(know, arena, u->short_name, i, false);
    }
}

int folder_seat(const FolderKnow *know, int unit)
{
    for (int hops = 0; unit >= 0 && hops < 8; hops++) {
        const Unit *u = &know->def->units.items[unit];
        if (unit_is_member(know->def, u, know->period))
            return unit;
        int next = -1;
        for (int i = 0; i < know->def->units.count && u->successor.len; i++)
            if (str_eq(know->def->units.items[i].code, u->successor))
                next = i;
        unit = next;
    }
    return -1;
}

static void brackets_off(Arena *arena, const CampaignDef *def, FolderKnow *know)
{
    for (int i = 0; i < def->indicators.count; i++) {
        know->indicator_names[i] = form_squeeze(arena, def->indicators.items[i].name);
        know->measures_known[i] =
            measure_parse(arena, def->indicators.items[i].unit, &know->measures[i]);
        map_put(arena, &know->by_code, form_squeeze(arena, def->indicators.items[i].code), i);
    }
}

bool folder_know(App *app, const CampaignPeriod *period, FolderKnow *ret_know, Err *err)
{
    int year, month, day, from;
    FolderKnow know = {.app = app, .def = &app->def, .period = period};
    date_to_ymd(period->from, &year, &from, &day);
    date_to_ymd(period->to, &year, &month, &day);
    know.month = (FormMonth){year, from, month};
    know.indicator_names = arena_new(app->arena, Str, app->def.indicators.count + 1);
    know.measures = arena_new(app->arena, FormMeasure, app->def.indicators.count + 1);
    know.measures_known = arena_new(app->arena, bool, app->def.indicators.count + 1);
    add_names(&know, app->arena);
    brackets_off(app->arena, &app->def, &know);
    if (!month_context(app, period, &know.context, err))
        return false;
    *ret_know = know;
    return true;
}

static bool is_ascii_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A code or short name stands by itself: not inside another word of letters and digits. */
static bool stands_alone(Str text, ptrdiff_t at, Str name)
{
    bool ascii = is_ascii_word(name.ptr[0]);
    if (!ascii)
        return true;
    return (at == 0 || !is_ascii_word(text.ptr[at - 1])) &&
           (at + name.len >= text.len || !is_ascii_word(text.ptr[at + name.len]));
}

/* The longest name that begins at `at`. */
static const FolderName *name_at(const FolderKnow *know, Str text, ptrdiff_t at, bool full)
{
    const FolderName *best = NULL;
    Str rest = str_sub(text, at, text.len);
    for (int i = 0; i < know->names.count; i++) {
        const FolderName *n = &know->names.items[i];
        if (n->is_full == full && str_starts(rest, n->text) && stands_alone(text, at, n->text) &&
            (!best || n->text.len > best->text.len))
            best = n;
    }
    return best;
}

static int in_text(const FolderKnow *know, Str text, bool full)
{
    int found = -1;
    for (ptrdiff_t at = 0; at < text.len;) {
        const FolderName *n = name_at(know, text, at, full);
        if (!n) {
            (void)utf8_next(text, &at);
            continue;
        }
        int seat = folder_seat(know, n->unit);
        if (seat >= 0 && found >= 0 && found != seat)
            return -2;
        found = seat >= 0 ? seat : found;
        at += n->text.len;
    }
    return found;
}

int folder_unit_in(const FolderRead *r, Str text, bool whole)
{
    Str s = form_squeeze(r->arena, text);
    const FolderKnow *know = &r->know;
    if (s.len == 0 || s.len > 600)
        return -1;
    for (int i = 0; i < know->names.count; i++)
        if (str_eq(know->names.items[i].text, s))
            return folder_seat(know, know->names.items[i].unit);
    int unit = in_text(know, s, true);
    return unit != -1 || whole ? unit : in_text(know, s, false);
}

int folder_month_in(const FolderRead *r, Str text)
{
    NamedMonth months[NAMED_MONTHS_MAX];
    const FormMonth *m = &r->know.month;
    int found = 0;
    int n = text.len > 600 ? 0 : months_named(r->arena, text, months);
    for (int i = 0; i < n; i++) {
        bool same = (!months[i].year || months[i].year == m->year) && months[i].to == m->to &&
                    (months[i].from == 1 || months[i].from == m->to || months[i].from == m->from);
        found |= same ? 1 : 2;
    }
    return found;
}

/* ---- keys ---- */

typedef struct KeyScan {
    FolderRead *r;
    const FolderSheet *sheet;
    FolderHead *head;
} KeyScan;

/* 填报单位(盖章), 甲区人民政府办公室（公章）: what is asked for or stands there, without the words of the stamp. */
static Str without_stamp(Str s)
{
    static const Str words[] = {SC("(盖章)"), SC("(公章)"), SC("(章)"), SC("(签章)"),
                                SC("(印章)"), SC("盖章"),   SC("公章"), SC("(盖章处)"),
                                SC("(签字)"), SC("(签名)")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (s.len > words[i].len && str_ends(s, words[i]))
            return str_sub(s, 0, s.len - words[i].len);
    return s;
}

/* 填 报 单 位: a key at `at` of the folded text with blanks inside and a colon behind. Its length with the colon. */
static ptrdiff_t key_at(Arena *arena, Str text, ptrdiff_t at, int *ret_tag)
{
    for (ptrdiff_t end = at; end < text.len && end - at < 60; end++) {
        if (text.ptr[end] != ':')
            continue;
        *ret_tag = (int)form_key(without_stamp(form_squeeze(arena, str_sub(text, at, end))));
        return *ret_tag ? end + 1 - at : 0;
    }
    return 0;
}

static Str right_of(const FolderSheet *sheet, int64_t row, int col)
{
    const XlsxGrid *grid = &sheet->grid;
    int32_t self = grid->merged[(row - 1) * grid->cols + col - 1];
    for (int c = col + 1; c <= grid->cols && c <= col + 14; c++) {
        int32_t there = grid->merged[(row - 1) * grid->cols + c - 1];
        if (there && there == self)
            continue;
        Str text = grid_text(grid, row, c);
        if (text.len)
            return text;
    }
    return S("");
}

static void take_sent(FolderRead *r, FolderHead *head, Str value)
{
    int64_t at, serial;
    Date date;
    Err ignored = {0};
    Str s = form_fold(r->arena, value);
    if (typed_instant(r->arena, s, OFFSET_MINUTES_CHINA, &at, NULL, &ignored)) {
        head->sent_at = at;
        head->sent_on = instant_to_date(at, OFFSET_MINUTES_CHINA);
        return;
    }
    bool ok = typed_date(r->arena, s, &date, NULL, &ignored);
    if (!ok && s.len == 5 && str_to_i64(s, &serial)) { /* a date that lost its format */
        date = date_from_ymd(1899, 12, 30) + (Date)serial;
        int year, month, day;
        date_to_ymd(date, &year, &month, &day);
        ok = year == r->know.month.year || year == r->know.month.year + 1;
    }
    if (!ok)
        return;
    head->sent_on = date;
    head->sent_at = ((int64_t)date * 24 * 60 - OFFSET_MINUTES_CHINA) * 60000;
}

static void merge_unit(FolderHead *head, FolderSource source, int unit, Str place)
{
    int *have = &head->units[source];
    if (unit == -1)
        return;
    if (*have == -1)
        head->places_of[source] = place;
    *have = *have == -1 || *have == unit ? unit : -2;
}

static void take_key(KeyScan *scan, FormKey tag, Str value, Str place)
{
    FolderRead *r = scan->r;
    FolderHead *head = scan->head;
    Str v = str_trim(value);
    if (tag == FORM_KEY_MEASURE || tag == FORM_KEY_UNIT) {
        FormMeasure m;
        int unit = folder_unit_in(r, v, true);
        if (unit != -1) {
            merge_unit(head, FOLDER_HEAD, unit, place);
        } else if (measure_parse(r->arena, v, &m)) {
            head->has_measure = true;
            head->measure = m;
        }
    }
    if (tag == FORM_KEY_PERIOD) {
        head->months[FOLDER_HEAD] |= folder_month_in(r, v);
        if (!head->places_of[FOLDER_HEAD].len)
            head->places_of[FOLDER_HEAD] = place;
    }
    if (tag == FORM_KEY_SENT && head->sent_on == DATE_NONE)
        take_sent(r, head, v);
    if (head->values[tag].len == 0 && v.len && v.len < 200) {
        head->values[tag] = v;
        head->places[tag] = place;
    }
}

/* All keys of one cell: "填报人：… 审核人：…". True when it has one. */
static bool take_cell(KeyScan *scan, int64_t row, int col, Str cell)
{
    Arena *arena = scan->r->arena;
    Str text = form_fold(arena, cell), place = folder_place(arena, scan->sheet, row, col);
    int open = 0;
    ptrdiff_t from = 0;
    bool any = false;
    for (ptrdiff_t at = 0; at < text.len;) {
        int tag;
        ptrdiff_t len = key_at(arena, text, at, &tag);
        if (!len) {
            (void)utf8_next(text, &at);
            continue;
        }
        if (open)
            take_key(scan, (FormKey)open, str_sub(text, from, at), place);
        any = true;
        open = tag;
        at += len;
        from = at;
    }
    if (!any) {
        open = (int)form_key(without_stamp(form_squeeze(arena, text)));
        from = text.len;
    }
    if (!open)
        return false;
    Str value = str_trim(str_sub(text, from, text.len));
    take_key(scan, (FormKey)open, value.len ? value : right_of(scan->sheet, row, col), place);
    return any || open != FORM_KEY_MEASURE;
}

/* 戊县2021年6月工作进展月报表 */
static bool is_title(Str text)
{
    static const Str words[] = {SC("报表"),   SC("月报"),   SC("报告"),
                                SC("统计表"), SC("情况表"), SC("进展表"),
                                SC("调度表"), SC("进度表"), SC("反馈表")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_has(text, words[i]))
            return true;
    return false;
}

static void take_title(KeyScan *scan, int64_t row, int col, Str cell)
{
    FolderRead *r = scan->r;
    FolderHead *head = scan->head;
    Str s = form_squeeze(r->arena, cell);
    if (s.len > 300)
        return;
    int month = folder_month_in(r, s);
    if (is_title(s))
        merge_unit(head, FOLDER_TITLE, folder_unit_in(r, s, true),
                   folder_place(r->arena, scan->sheet, row, col));
    head->months[FOLDER_TITLE] |= month;
    if (month && !head->places_of[FOLDER_TITLE].len)
        head->places_of[FOLDER_TITLE] = folder_place(r->arena, scan->sheet, row, col);
}

/* The seat that a line below the table is the name of, as its stamp: 甲区人民政府办公室（盖章）. */
int folder_unit_alone(const FolderRead *r, Str cell)
{
    static const Str offices[] = {SC("人民政府办公室"), SC("政府办公室"), SC("人民政府"),
                                  SC("管委会办公室"),   SC("管理委员会"), SC("管委会"),
                                  SC("办公室")};
    Str s = without_stamp(form_squeeze(r->arena, cell));
    for (int i = 0; i < r->know.names.count; i++) {
        const FolderName *n = &r->know.names.items[i];
        if (!n->is_full || !str_starts(s, n->text))
            continue;
        Str rest = str_sub(s, n->text.len, s.len);
        bool is_office = rest.len == 0;
        for (size_t k = 0; k < sizeof offices / sizeof *offices; k++)
            is_office = is_office || str_eq(rest, offices[k]);
        if (is_office)
            return folder_seat(&r->know, n->unit);
    }
    return -1;
}

/* Where the head says nothing, the stamp line does: below the last row that is filled in several columns. */
static void take_stamp(KeyScan *scan, int64_t from_row, int64_t to_row)
{
    const XlsxGrid *grid = &scan->sheet->grid;
    int64_t last = from_row;
    for (int64_t row = from_row; row <= to_row && row <= grid->rows; row++) {
        int filled = 0;
        for (int col = 1; col <= grid->cols && col <= FOLDER_COLUMNS_MAX; col++)
            filled += grid_cell(grid, row, col) != NULL;
        last = filled >= 3 ? row : last;
    }
    for (int64_t row = last + 1; row <= to_row && row <= grid->rows; row++)
        for (int col = 1; col <= grid->cols && col <= FOLDER_COLUMNS_MAX; col++) {
            const XlsxCell *cell = grid_cell(grid, row, col);
            if (cell && cell->text.len && cell->text.len < 200)
                merge_unit(scan->head, FOLDER_HEAD, folder_unit_alone(scan->r, cell->text),
                           folder_place(scan->r->arena, scan->sheet, row, col));
        }
}

/* The unit and the month of a file's name; where it names none, of the folder it lies in, and so on upwards. */
static void take_file_name(FolderRead *r, Str file, FolderHead *head)
{
    Str ending = folder_ending(r->arena, file), rest = file;
    rest.len -= ending.len ? ending.len + 1 : 0;
    for (int up = 0; rest.len; up++) {
        Str step = folder_file_base(rest);
        int unit = folder_unit_in(r, step, false), *have = &head->units[FOLDER_FILE_NAME];
        if (*have == -1)
            *have = unit;
        else if (up == 1 && *have >= 0 && unit >= 0 && unit != *have)
            *have = -2; /* 甲区.xlsx in 乙区.zip */
        if (head->months[FOLDER_FILE_NAME] == 0)
            head->months[FOLDER_FILE_NAME] = folder_month_in(r, step);
        rest.len -= step.len + (rest.len > step.len);
    }
}

int folder_unit_of_name(FolderRead *r, Str file)
{
    FolderHead head = {0};
    head.units[FOLDER_FILE_NAME] = -1;
    take_file_name(r, file, &head);
    return head.units[FOLDER_FILE_NAME];
}

void folder_head(FolderRead *r, const FolderSheet *sheet, const FolderTable *first,
                 int64_t from_row, int64_t to_row, FolderHead *ret_head)
{
    const XlsxGrid *grid = &sheet->grid;
    FolderHead head = {.sent_on = DATE_NONE};
    KeyScan scan = {r, sheet, &head};
    for (int i = 0; i < FOLDER_SOURCES; i++)
        head.units[i] = -1;
    for (int64_t row = from_row; row <= to_row && row <= grid->rows; row++)
        for (int col = 1; col <= grid->cols && col <= FOLDER_COLUMNS_MAX; col++) {
            const XlsxCell *cell = grid_cell(grid, row, col);
            if (!cell || cell->text.len == 0 || cell->text.len > 2000)
                continue;
            if (take_cell(&scan, row, col, cell->text) || row >= first->head_row)
                continue;
            take_title(&scan, row, col, cell->text);
        }
    if (head.units[FOLDER_HEAD] == -1 && head.units[FOLDER_TITLE] == -1)
        take_stamp(&scan, first->first_row, to_row);
    head.units[FOLDER_SHEET] = folder_unit_in(r, sheet->name, true);
    head.months[FOLDER_SHEET] = folder_month_in(r, sheet->name);
    take_file_name(r, sheet->file, &head);
    head.places_of[FOLDER_SHEET] = head.places_of[FOLDER_FILE_NAME] = sheet->file;
    *ret_head = head;
}
