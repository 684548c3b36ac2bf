/* Accounts from one sheet: read with every fault at its cell, written back for confirming, and the sheet
 * to fill in. */
#include "app/campaign/campaign_tables.h"
#include "app/folder_source.h"
#include "app/people/accounts.h"
#include "app/permissions.h"
#include "app/sheet_book.h"
#include "app/table_write.h"
#include "base/limits.h"
#include "doc/table_out.h"

static const TableColumn entry_columns[ENTRY_COLUMNS] = {
    COL(AccountEntry, name, "account", "账号", CELL_CODE, NEED_VALUE),
    COL(AccountEntry, role, "role", "角色", CELL_WORD, NEED_VALUE, .words = account_role_words,
        .nwords = ROLE_COUNT),
    COL(AccountEntry, unit, "unit", "单位", CELL_TEXT, NEED_NONE),
    COL(AccountEntry, body, "body", "机构", CELL_TEXT, NEED_NONE),
    COL(AccountEntry, post, "post", "职务", CELL_TEXT, NEED_NONE),
    COL(AccountEntry, phone, "phone", "电话", CELL_TEXT, NEED_NONE),
};
static const TableSpec account_entry_spec = {entry_columns, ENTRY_COLUMNS, sizeof(AccountEntry)};

typedef struct SheetFaults {
    const Table *table;
    Faults *faults;
} SheetFaults;

static void at_cell(void *ctx, int index, AccountColumn column, Err *fault)
{
    SheetFaults *s = ctx;
    const AccountEntry *entry = (const AccountEntry *)s->table->items + index;
    if (column == ENTRY_NAME && entry->name.len == 0) /* the cell has its fault already */
        return;
    if (fault->code ==
        ERR_ACCOUNT_TWICE) { /* the row of the sheet, not the number of the account */
        AUTO_ARENA arena = {0};
        int64_t first = 0;
        Str found = arena_str(&arena, err_arg(fault, "found"));
        if (str_to_i64(err_arg(fault, "first"), &first) && first > 0)
            err_set(
                fault, ERR_ACCOUNT_TWICE, {"found", found},
                {"first", arena_fmt(&arena, "%lld", (long long)s->table->rows.items[first - 1])});
    }
    table_fault(s->table, index, (int)column, s->faults, fault);
}

/* In the order in which a person reads the sheet. */
static void faults_sort(Faults *faults)
{
    for (int i = 1; i < faults->count; i++)
        for (int k = i; k > 0; k--) {
            Err *a = &faults->items[k - 1], *b = &faults->items[k], held = *a;
            if (a->row < b->row || (a->row == b->row && a->col <= b->col))
                break;
            *a = *b;
            *b = held;
        }
}

static bool too_many(int count, Err *err)
{
    AUTO_ARENA arena = {0};
    return err_set(err, ERR_LIMIT, {"name", S("LIMIT_ACCOUNT_SHEET_ROWS")},
                   {"limit", arena_fmt(&arena, "%d", LIMIT_ACCOUNT_SHEET_ROWS)},
                   {"found", arena_fmt(&arena, "%d", count)});
}

bool accounts_sheet_read(App *app, Str campaign, Str bytes, Str file, AccountEntries *ret_entries,
                         Faults *faults, Err *err)
{
    Rows rows;
    Table table = {0};
    *err = (Err){0};
    if (!app_permit(app, ACT_ACCOUNT_MAKE, S(""), S("accounts"), err))
        return false;
    if (!rows_open(&rows, app->arena, bytes, file, app_convert(), err)) {
        faults_add(faults, err);
        *err = (Err){0};
        return false;
    }
    (void)table_read(app->arena, &rows, &account_entry_spec, NULL, NULL, &table, faults);
    rows_close(&rows);
    *ret_entries = (AccountEntries){table.items, table.count, table.cap};
    if (table.count > LIMIT_ACCOUNT_SHEET_ROWS)
        return too_many(table.count, err);
    if (table.count == 0 && faults->total == 0) {
        Err nothing = {0};
        err_set(&nothing, ERR_TABLE_EMPTY);
        (void)err_at_file(&nothing, file);
        faults_add(faults, &nothing);
    }
    SheetFaults at = {&table, faults};
    if (!accounts_check(app, campaign, ret_entries, at_cell, &at, err))
        return false;
    faults_sort(faults);
    return faults->total == 0;
}

bool accounts_sheet_text(Arena *arena, const AccountEntries *entries, Str *ret_csv, Err *err)
{
    Out out = out_new(arena, LIMIT_ACCOUNT_SHEET_BYTES);
    Sheet sheet = table_sheet(arena, S("accounts"), &account_entry_spec, entries->items,
                              entries->count, false);
    sheet_csv(&sheet, &out);
    if (!out_ok(&out)) {
        AUTO_ARENA scratch = {0};
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_ACCOUNT_SHEET_BYTES")},
                       {"limit", arena_fmt(&scratch, "%d", LIMIT_ACCOUNT_SHEET_BYTES)},
                       {"found", S(">")});
    }
    *ret_csv = out_str(&out);
    return true;
}

static bool has_account(const PersonList *people, Str campaign, Str unit)
{
    for (int i = 0; i < people->count; i++)
        if (str_eq(people->items[i].account.unit, unit) &&
            str_eq(people->items[i].account.campaign, campaign))
            return true;
    return false;
}

/* What each column wants, and the words of a role. */
static Sheet explanation(Arena *arena, Lang lang)
{
    Sheet sheet = sheet_new(arena, msg(lang, MSG_ACCOUNTS_SHEET_HELP), 2);
    sheet.columns[0].title = msg(lang, MSG_ACCOUNTS_SHEET_COLUMN);
    sheet.columns[1].title = msg(lang, MSG_ACCOUNTS_SHEET_TAKES);
    static const Msg takes[ENTRY_COLUMNS] = {MSG_ACCOUNTS_SHEET_NAME, MSG_ACCOUNTS_SHEET_ROLE,
                                             MSG_ACCOUNTS_SHEET_UNIT, MSG_ACCOUNTS_SHEET_BODY,
                                             MSG_ACCOUNTS_SHEET_POST, MSG_ACCOUNTS_SHEET_PHONE};
    for (int c = 0; c < ENTRY_COLUMNS; c++) {
        const TableColumn *column = &entry_columns[c];
        Out words = out_new(arena, 4096);
        out_s(&words, msg(lang, takes[c]));
        for (int w = 0; w < column->nwords; w++) {
            out_s(&words, w ? S(" · ") : S(" "));
            out_s(&words, lang == LANG_ZH ? column->words[w].zh : column->words[w].word);
        }
        sheet_cell(&sheet, lang == LANG_ZH ? column->zh : column->name);
        sheet_cell(&sheet, out_str(&words));
    }
    return sheet;
}

Sheet account_slips_sheet(Arena *arena, const AccountSlips *slips, Date until, Lang lang)
{
    static const Msg titles[] = {MSG_ACCOUNTS_COL_NAME,     MSG_ACCOUNTS_COL_UNIT,
                                 MSG_ACCOUNTS_COL_POST,     MSG_ACCOUNTS_COL_ROLE,
                                 MSG_ACCOUNTS_COL_PASSWORD, MSG_ACCOUNTS_COL_UNTIL};
    int count = (int)(sizeof titles / sizeof titles[0]);
    Sheet sheet = sheet_new(arena, msg(lang, MSG_ACCOUNTS_SLIPS), count);
    for (int c = 0; c < count; c++)
        sheet.columns[c].title = msg(lang, titles[c]);
    for (int i = 0; i < slips->count; i++) {
        const AccountSlip *s = &slips->items[i];
        sheet_cell(&sheet, s->account);
        sheet_cell(&sheet, s->unit);
        sheet_cell(&sheet, s->post);
        sheet_cell(&sheet, account_role_text(lang, s->role));
        sheet_cell(&sheet, s->password);
        sheet_cell(&sheet, date_str(arena, until));
    }
    return sheet;
}

static bool write_slips(void *ctx, XlsxOut *out, Err *err)
{
    const Sheet *slips = ctx;
    if (!xlsx_out_sheet(out, slips->name, slips->columns, slips->ncolumns, err))
        return false;
    for (int i = 0; i < sheet_rows(slips); i++)
        if (!xlsx_out_row(out, sheet_row(slips, i), slips->ncolumns, err))
            return false;
    return true;
}

/* Passwords are on no disk: the workbook and its waiting rows have no name. */
bool account_slips_book(App *app, const Sheet *slips, Str *ret_bytes, Err *err)
{
    Sheet rows = *slips;
    return laid_out_book(app, write_slips, &rows, ret_bytes, err);
}

bool account_slips_parse(App *app, Str csv, Sheet *ret_sheet, Err *err)
{
    Csv reader;
    CsvRow row;
    *err = (Err){0};
    if (!app_permit(app, ACT_ACCOUNT_MAKE, S(""), S("accounts"), err) ||
        !csv_open(&reader, app->arena, csv, S("slips.csv"), app_convert(), err))
        return false;
    if (!csv_next(&reader, &row, err))
        return err->code == ERR_NONE ? err_set(err, ERR_TABLE_EMPTY) : false;
    if (row.count > ENTRY_COLUMNS + 2)
        return err_set(err, ERR_TABLE_EMPTY);
    *ret_sheet = sheet_new(app->arena, row.cells[0], row.count);
    for (int c = 0; c < row.count; c++)
        ret_sheet->columns[c].title = row.cells[c];
    for (int i = 0; csv_next(&reader, &row, err); i++) {
        if (i >= LIMIT_ACCOUNT_SHEET_ROWS)
            return too_many(i + 1, err);
        for (int c = 0; c < ret_sheet->ncolumns; c++)
            sheet_cell(ret_sheet, csv_cell(&row, c));
    }
    return err->code == ERR_NONE;
}

Str account_role_text(Lang lang, Str role)
{
    Role known;
    return role_parse(role, &known) ? role_name(lang, known) : role;
}

bool accounts_template(App *app, Str campaign, Lang lang, AccountTemplate *ret_template, Err *err)
{
    AccountEntries entries = {0};
    PersonList people = {0};
    CampaignDef def = app->def;
    if (!app_permit(app, ACT_ACCOUNT_MAKE, S(""), S("accounts"), err) ||
        !people_list(app->db, app->arena, S(""), &people, err))
        return false;
    if (!str_eq(def.code, campaign)) {
        def = (CampaignDef){0};
        if (campaign.len && !campaign_load(app->db, app->arena, campaign, &def, err))
            return false;
    }
    for (int i = 0; i < def.units.count; i++) {
        const Unit *u = &def.units.items[i];
        if (str_eq(u->kind, S("municipal")) ||
            (u->valid_to != DATE_NONE && u->valid_to < app->today) ||
            (u->valid_from != DATE_NONE && u->valid_from > app->today) ||
            has_account(&people, def.code, u->code))
            continue;
        *arena_push(app->arena, &entries) =
            (AccountEntry){.name = arena_fmt(app->arena, "u_%.*s", STR_ARG(u->code)),
                           .role = role_word(ROLE_UNIT),
                           .unit = u->name};
    }
    ret_template->sheets[0] =
        table_sheet(app->arena, msg(lang, MSG_ACCOUNTS_TITLE), &account_entry_spec, entries.items,
                    entries.count, lang == LANG_ZH);
    ret_template->sheets[1] = explanation(app->arena, lang);
    ret_template->units = entries.count;
    return true;
}
