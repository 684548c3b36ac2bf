/* The sheet on which units signed for a circular on paper (签收单), entered by the office at once. */
#include "app/campaign_index.h"
#include "app/clean_text.h"
#include "app/folder_source.h"
#include "app/names.h"
#include "app/paper/circular_desk.h"
#include "app/table.h"
#include "base/limits.h"
#include "base/utf8.h"

typedef struct SheetLine {
    Str unit, name, signer, sender;
    const CircularUnitReceipt *of;
} SheetLine;

enum { RS_UNIT, RS_NAME, RS_SIGNER, RS_SENDER, RS_COUNT };
static const TableColumn columns[RS_COUNT] = {
    [RS_UNIT] = COL(SheetLine, unit, "unit", "单位编码", CELL_TEXT, NEED_VALUE),
    [RS_NAME] = COL(SheetLine, name, "name", "单位", CELL_IGNORED, NEED_NONE),
    [RS_SIGNER] = COL(SheetLine, signer, "signer", "签收人", CELL_TEXT, NEED_VALUE),
    [RS_SENDER] = COL(SheetLine, sender, "sender", "送回人", CELL_TEXT, NEED_VALUE),
};
static const TableSpec spec = SPEC(SheetLine, columns);

static const CleanRule line_rule = {SC("LIMIT_CIRCULAR_LINE_CHARACTERS"),
                                    LIMIT_CIRCULAR_LINE_CHARACTERS, false};

static const CircularUnitReceipt *addressed(const CircularDesk *d, Str unit)
{
    for (int i = 0; i < d->receipts.count; i++)
        if (str_eq(d->receipts.items[i].unit->code, unit))
            return &d->receipts.items[i];
    return NULL;
}

static void check_line(App *app, const CircularDesk *d, const Table *table, int i, Names *seen,
                       Faults *faults)
{
    SheetLine *line = &((SheetLine *)table->items)[i];
    Err err = {0};
    int first;
    const Unit *unit = app_unit(app, line->unit);
    if (line->unit.len == 0 || line->signer.len == 0 || line->sender.len == 0)
        return; /* told already */
    line->of = unit ? addressed(d, unit->code) : NULL;
    if (!unit)
        table_fault_set(table, i, RS_UNIT, faults, ERR_UNIT_UNKNOWN,
                        {"found", utf8_prefix(line->unit, 80)});
    else if (!line->of)
        table_fault_set(table, i, RS_UNIT, faults, ERR_CIRCULAR_NOT_ADDRESSED,
                        {"unit", unit->name});
    else if (!names_add(seen, unit->code, i, &first))
        table_fault_set(
            table, i, RS_UNIT, faults, ERR_CAMPAIGN_TWICE,
            {"column", table_column_name(table, RS_UNIT)}, {"found", unit->code},
            {"first", arena_fmt(app->arena, "%lld", (long long)table->rows.items[first])});
    if (!clean_text(app->arena, &line_rule, line->signer, &line->signer, &err))
        table_fault(table, i, RS_SIGNER, faults, &err);
    if (!clean_text(app->arena, &line_rule, line->sender, &line->sender, &err))
        table_fault(table, i, RS_SENDER, faults, &err);
}

static bool read_sheet(App *app, const CircularDesk *d, const CircularSheet *sheet, Table *table,
                       Faults *faults)
{
    Rows rows;
    Err err = {0};
    int64_t before = faults->total;
    if (!rows_open(&rows, app->arena, sheet->bytes, sheet->name, app_convert(), &err)) {
        faults_add(faults, &err);
        return false;
    }
    if (table_read(app->arena, &rows, &spec, NULL, NULL, table, faults)) {
        Names seen = names_new(app->arena);
        for (int i = 0; i < table->count; i++)
            check_line(app, d, table, i, &seen, faults);
    }
    return faults->total == before;
}

typedef struct Entering {
    App *app;
    const CircularDesk *desk;
    const Table *table;
    bool *is_signed; /* [unit] */
    int entered, signed_before;
    AppWrite write;
} Entering;

static void note_signed(void *ctx, Str unit)
{
    const Entering *e = ctx;
    int at = map_get(&app_index(e->app)->units, unit);
    if (at >= 0)
        e->is_signed[at] = true;
}

static bool enter_line(Entering *e, Db *tx, const SheetLine *line, Err *err)
{
    App *app = e->app;
    const CircularDesk *d = e->desk;
    const Unit *unit = line->of->unit;
    if (e->is_signed[unit - app->def.units.items]) {
        e->signed_before++;
        return true;
    }
    CircularReceipt row = {.id = app_id(app),
                           .circular = d->circular.row.id,
                           .unit = unit->code,
                           .signer = line->signer,
                           .sender = line->sender,
                           .at = app->now_ms,
                           .on_date = app_today(app),
                           .by = app->actor.name,
                           .behalf = app->actor.behalf};
    e->entered++;
    return circular_receipt_save(tx, app->def.code, &row, err) &&
           app_audit(app, tx, ACT_CIRCULAR_RECEIVE,
                     arena_fmt(app->arena, "circular_receipt %.*s", STR_ARG(row.id)),
                     circular_receipt_detail(app, d, unit), err);
}

static bool enter_sheet(Db *tx, void *ctx, Err *err)
{
    Entering *e = ctx;
    const SheetLine *lines = e->table->items;
    e->entered = e->signed_before = 0;
    for (int i = 0; i < e->app->def.units.count; i++)
        e->is_signed[i] = false;
    if (!circular_signed_units(tx, e->desk->circular.row.id, note_signed, e, err))
        return false;
    for (int i = 0; i < e->table->count; i++)
        if (!enter_line(e, tx, &lines[i], err))
            return false;
    e->write.detail =
        arena_fmt(e->app->arena, "{\"number\":\"%.*s\",\"entered\":%d,\"signed_before\":%d}",
                  STR_ARG(e->desk->circular.row.number), e->entered, e->signed_before);
    return true;
}

bool circular_do_receive_sheet(App *app, Str period, bool later, const CircularSheet *sheet,
                               int *ret_entered, int *ret_signed_before, Faults *faults, Err *err)
{
    CircularDesk d;
    Table table = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CIRCULAR_RECEIVE, S(""), utf8_prefix(period, 40), err) ||
        !circular_desk_read(app, period, later, &d, err))
        return false;
    if (d.is_draft)
        return err_set(err, ERR_CIRCULAR_NOT_ISSUED, {"period", d.period->code});
    *err = (Err){0};
    if (!read_sheet(app, &d, sheet, &table, faults))
        return false;
    Entering e = {.app = app, .desk = &d, .table = &table};
    e.is_signed = arena_new(app->arena, bool, app->def.units.count + 1);
    e.write = (AppWrite){
        .action = ACT_CIRCULAR_RECEIVE, .object = d.period->code, .fn = enter_sheet, .ctx = &e};
    if (!app_write(app, &e.write, err))
        return false;
    *ret_entered = e.entered;
    *ret_signed_before = e.signed_before;
    return true;
}
