/* What was read of a folder, as JSON, sheets and lines. */
#include "app/folder/folder_out.h"
#include "app/folder/folder_words.h"
#include "app/report/report_check.h"

static const Unit *unit_at(const App *app, const FolderUnit *u)
{
    return &app->def.units.items[u->unit];
}

static Str number_text(const App *app, int64_t value)
{
    return arena_fmt(app->arena, "%lld", (long long)value);
}

/* ---- JSON ---- */

static void cell_json(Json *json, Str key, const FolderCell *cell)
{
    json_key(json, key);
    json_object(json);
    json_kstr(json, S("state"), folder_cell_word(cell->state));
    json_kstr(json, S("value"), cell->value);
    if (cell->found.len)
        json_kstr(json, S("found"), cell->found);
    if (cell->place.len)
        json_kstr(json, S("place"), cell->place);
    if (cell->why)
        json_kstr(json, S("why"), folder_why_word(cell->why));
    json_kbool(json, S("changed"), cell->changed);
    json_object_end(json);
}

static void faults_json(const App *app, Lang lang, Str key, const Faults *faults, Json *json)
{
    json_key(json, key);
    json_array(json);
    for (int i = 0; i < faults->count; i++) {
        Out line = out_new(app->arena, 8192);
        msg_err(&line, lang, &faults->items[i]);
        json_str(json, out_str(&line));
    }
    json_array_end(json);
}

static void unit_json(const App *app, Lang lang, const FolderResult *result, const FolderUnit *u,
                      Json *json)
{
    json_object(json);
    json_kstr(json, S("unit"), unit_at(app, u)->code);
    json_kstr(json, S("name"), unit_at(app, u)->name);
    json_kstr(json, S("state"), folder_unit_word(u->state));
    json_kstr(json, S("file"), u->file < 0 ? S("") : result->files.items[u->file].name);
    json_key(json, S("values"));
    json_array(json);
    for (int i = 0; i < u->values.count; i++) {
        const FolderValue *v = &u->values.items[i];
        json_object(json);
        json_kstr(json, S("indicator"), app->def.indicators.items[v->indicator].code);
        cell_json(json, S("month"), &v->cells[FOLDER_MONTH]);
        cell_json(json, S("cumulative"), &v->cells[FOLDER_TOTAL]);
        cell_json(json, S("last_year"), &v->cells[FOLDER_LAST]);
        json_kstr(json, S("note"), v->note);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("changes"));
    json_array(json);
    for (int i = 0; i < u->changes.count; i++) {
        const FolderChange *c = &u->changes.items[i];
        json_object(json);
        json_kstr(json, S("kind"), folder_change_word(c->kind));
        json_kstr(json, S("place"), c->place);
        json_kstr(json, S("from"), c->from);
        json_kstr(json, S("to"), c->to);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("signed"));
    json_array(json);
    for (int i = 0; i < u->signed_copies.count; i++)
        json_str(json, result->files.items[u->signed_copies.items[i]].name);
    json_array_end(json);
    faults_json(app, lang, S("faults"), &u->faults, json);
    faults_json(app, lang, S("warnings"), &u->warnings, json);
    json_key(json, S("findings"));
    report_findings_json(&u->findings, app->arena, lang, json);
    json_object_end(json);
}

static void question_json(const App *app, Lang lang, const FolderResult *result,
                          const FolderQuestion *q, Json *json)
{
    json_object(json);
    json_kstr(json, S("id"), q->id);
    json_kstr(json, S("text"), folder_question_text(app, lang, result, q));
    json_key(json, S("choices"));
    json_array(json);
    for (int i = 0; i < q->choices.count; i++)
        json_str(json, q->choices.items[i]);
    json_array_end(json);
    json_key(json, S("items"));
    json_array(json);
    for (int i = 0; i < q->items.count; i++) {
        json_object(json);
        json_kstr(json, S("key"), q->items.items[i].key);
        json_kstr(json, S("place"), q->items.items[i].place);
        json_kstr(json, S("found"), q->items.items[i].found);
        json_kstr(json, S("other"), q->items.items[i].other);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void folder_result_json(const App *app, Lang lang, const FolderResult *result, Json *json)
{
    FolderCounts n = folder_counts(result);
    json_object(json);
    json_kstr(json, S("period"), result->period->code);
    json_ki64(json, S("ready"), n.ready);
    json_ki64(json, S("missing"), n.missing);
    json_ki64(json, S("waiting"), n.asked);
    json_ki64(json, S("faulty"), n.faulty);
    json_ki64(json, S("same"), n.same);
    json_ki64(json, S("kept"), n.kept);
    json_ki64(json, S("figures"), result->values);
    json_ki64(json, S("normalised"), result->changed);
    json_ki64(json, S("unclear"), result->unclear);
    json_key(json, S("questions"));
    json_array(json);
    for (int i = 0; i < result->questions.count; i++)
        question_json(app, lang, result, &result->questions.items[i], json);
    json_array_end(json);
    json_key(json, S("files"));
    json_array(json);
    for (int i = 0; i < result->files.count; i++) {
        const FolderFileLine *f = &result->files.items[i];
        json_object(json);
        json_kstr(json, S("name"), f->name);
        json_kstr(json, S("unit"), f->unit);
        json_kstr(json, S("state"), folder_file_word(f->state));
        json_kstr(json, S("reason"), folder_file_reason(app, lang, f));
        json_kstr(json, S("digest"), f->digest);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < result->units.count; i++)
        unit_json(app, lang, result, &result->units.items[i], json);
    json_array_end(json);
    json_object_end(json);
}

/* ---- sheets ---- */

static Sheet sheet_of(const App *app, Lang lang, Msg name, const Msg *titles, int n)
{
    Sheet sheet = sheet_new(app->arena, msg(lang, name), n);
    for (int i = 0; i < n; i++)
        sheet.columns[i].title = msg(lang, titles[i]);
    return sheet;
}
#define SHEET_OF(app, lang, name, ...)                                                             \
    sheet_of((app), (lang), (name), (const Msg[]){__VA_ARGS__},                                    \
             (int)(sizeof((const Msg[]){__VA_ARGS__}) / sizeof(Msg)))

/* The state of the figure that counts; of a line the worst. */
static const FolderCell *telling(const FolderValue *v)
{
    const FolderCell *worst = &v->cells[0];
    static const int rank[] = {[FOLDER_CELL_EMPTY] = 0,
                               [FOLDER_CELL_VALUE] = 1,
                               [FOLDER_CELL_NA] = 2,
                               [FOLDER_CELL_PENDING] = 3,
                               [FOLDER_CELL_UNCLEAR] = 4};
    for (int i = 1; i < FOLDER_FIGURES; i++)
        if (rank[v->cells[i].state] > rank[worst->state])
            worst = &v->cells[i];
    return worst;
}

static Str shown(Lang lang, const FolderCell *cell)
{
    return cell->state == FOLDER_CELL_VALUE ? cell->value
           : cell->state == FOLDER_CELL_NA  ? folder_cell_text(lang, cell->state)
                                            : S("");
}

static void ledger_value(const App *app, Lang lang, const FolderUnit *u, const FolderValue *v,
                         Sheet *sheet)
{
    const Indicator *ind = &app->def.indicators.items[v->indicator];
    const FolderCell *cell = telling(v);
    sheet_cell(sheet, unit_at(app, u)->code);
    sheet_cell(sheet, unit_at(app, u)->name);
    sheet_cell(sheet, ind->code);
    sheet_cell(sheet, ind->name);
    sheet_cell(sheet, ind->unit);
    for (int i = 0; i < FOLDER_FIGURES; i++)
        sheet_cell(sheet, shown(lang, &v->cells[i]));
    sheet_cell(sheet, folder_cell_text(lang, cell->state));
    sheet_cell(sheet, folder_why_text(lang, cell->why));
    sheet_cell(sheet, cell->place);
}

Sheet folder_ledger_sheet(const App *app, Lang lang, const FolderResult *result)
{
    Sheet sheet = SHEET_OF(
        app, lang, MSG_FOLDER_SHEET_LEDGER, MSG_FOLDER_HEAD_UNIT_CODE, MSG_FOLDER_HEAD_UNIT,
        MSG_FOLDER_HEAD_INDICATOR_CODE, MSG_FOLDER_HEAD_INDICATOR, MSG_FOLDER_HEAD_MEASURE,
        MSG_FOLDER_HEAD_MONTH, MSG_FOLDER_HEAD_CUMULATIVE, MSG_FOLDER_HEAD_LAST_YEAR,
        MSG_FOLDER_HEAD_STATE, MSG_FOLDER_HEAD_WHY, MSG_FOLDER_HEAD_PLACE);
    for (int i = 5; i < 8; i++)
        sheet.columns[i].kind = SHEET_BY_LOOK;
    for (int i = 0; i < result->units.count; i++) {
        const FolderUnit *u = &result->units.items[i];
        for (int k = 0; k < u->values.count; k++)
            ledger_value(app, lang, u, &u->values.items[k], &sheet);
        if (u->values.count)
            continue;
        sheet_cell(&sheet, unit_at(app, u)->code);
        sheet_cell(&sheet, unit_at(app, u)->name);
        for (int k = 2; k < 8; k++)
            sheet_cell(&sheet, S(""));
        sheet_cell(&sheet, folder_unit_text(lang, u->state));
        sheet_cell(&sheet, S(""));
        sheet_cell(&sheet, S(""));
    }
    return sheet;
}

static Sheet units_sheet(const App *app, Lang lang, const FolderResult *result)
{
    Sheet sheet =
        SHEET_OF(app, lang, MSG_FOLDER_SHEET_UNITS, MSG_FOLDER_HEAD_UNIT_CODE, MSG_FOLDER_HEAD_UNIT,
                 MSG_FOLDER_HEAD_STATE, MSG_FOLDER_HEAD_FILE, MSG_FOLDER_HEAD_SIGNED);
    for (int i = 0; i < result->units.count; i++) {
        const FolderUnit *u = &result->units.items[i];
        Out files = out_new(app->arena, 64 * 1024);
        for (int k = 0; k < u->signed_copies.count; k++) {
            out_s(&files, k ? S("; ") : S(""));
            out_s(&files, result->files.items[u->signed_copies.items[k]].name);
        }
        sheet_cell(&sheet, unit_at(app, u)->code);
        sheet_cell(&sheet, unit_at(app, u)->name);
        sheet_cell(&sheet, folder_unit_text(lang, u->state));
        sheet_cell(&sheet, u->file < 0 ? S("") : result->files.items[u->file].name);
        sheet_cell(&sheet, out_str(&files));
    }
    return sheet;
}

static Sheet files_sheet(const App *app, Lang lang, const FolderResult *result)
{
    Sheet sheet = SHEET_OF(app, lang, MSG_FOLDER_SHEET_FILES, MSG_FOLDER_HEAD_FILE,
                           MSG_FOLDER_HEAD_UNIT, MSG_FOLDER_HEAD_STATE, MSG_FOLDER_HEAD_NOTE);
    for (int i = 0; i < result->files.count; i++) {
        const FolderFileLine *f = &result->files.items[i];
        sheet_cell(&sheet, f->name);
        sheet_cell(&sheet, f->unit.len ? unit_name(app, f->unit) : S(""));
        sheet_cell(&sheet, folder_file_text(lang, f->state));
        sheet_cell(&sheet, folder_file_reason(app, lang, f));
    }
    return sheet;
}

static Sheet questions_sheet(const App *app, Lang lang, const FolderResult *result)
{
    Sheet sheet = SHEET_OF(app, lang, MSG_FOLDER_SHEET_QUESTIONS, MSG_FOLDER_HEAD_ID,
                           MSG_FOLDER_HEAD_QUESTION, MSG_FOLDER_HEAD_CHOICES, MSG_FOLDER_HEAD_PLACE,
                           MSG_FOLDER_HEAD_FOUND);
    for (int i = 0; i < result->questions.count; i++) {
        const FolderQuestion *q = &result->questions.items[i];
        Out choices = out_new(app->arena, 8192);
        for (int k = 0; k < q->choices.count; k++) {
            out_s(&choices, k ? S(" | ") : S(""));
            out_s(&choices, q->choices.items[k]);
        }
        for (int k = 0; k < q->items.count; k++) {
            sheet_cell(&sheet, q->id);
            sheet_cell(&sheet, folder_question_text(app, lang, result, q));
            sheet_cell(&sheet, out_str(&choices));
            sheet_cell(&sheet, q->items.items[k].place);
            sheet_cell(&sheet, q->items.items[k].found);
        }
    }
    return sheet;
}

/* Cells that a person may want to look at: changed, or left empty. */
static Sheet cells_sheet(const App *app, Lang lang, const FolderResult *result, bool changed)
{
    Sheet sheet = SHEET_OF(app, lang, changed ? MSG_FOLDER_SHEET_CHANGED : MSG_FOLDER_SHEET_UNCLEAR,
                           MSG_FOLDER_HEAD_UNIT, MSG_FOLDER_HEAD_INDICATOR, MSG_FOLDER_HEAD_FOUND,
                           changed ? MSG_FOLDER_HEAD_VALUE : MSG_FOLDER_HEAD_WHY,
                           MSG_FOLDER_HEAD_MEASURE, MSG_FOLDER_HEAD_PLACE);
    for (int i = 0; i < result->units.count; i++)
        for (int k = 0; k < result->units.items[i].values.count; k++)
            for (int f = 0; f < FOLDER_FIGURES; f++) {
                const FolderUnit *u = &result->units.items[i];
                const FolderCell *cell = &u->values.items[k].cells[f];
                const Indicator *ind = &app->def.indicators.items[u->values.items[k].indicator];
                bool unclear =
                    cell->state == FOLDER_CELL_UNCLEAR || cell->state == FOLDER_CELL_PENDING;
                if (changed ? !cell->changed : !unclear)
                    continue;
                sheet_cell(&sheet, unit_at(app, u)->name);
                sheet_cell(&sheet, ind->name);
                sheet_cell(&sheet, cell->found);
                sheet_cell(&sheet, changed     ? shown(lang, cell)
                                   : cell->why ? folder_why_text(lang, cell->why)
                                               : folder_cell_text(lang, cell->state));
                sheet_cell(&sheet, ind->unit);
                sheet_cell(&sheet, cell->place);
            }
    return sheet;
}

static Sheet template_sheet(const App *app, Lang lang, const FolderResult *result)
{
    Sheet sheet =
        SHEET_OF(app, lang, MSG_FOLDER_SHEET_TEMPLATE, MSG_FOLDER_HEAD_UNIT, MSG_FOLDER_HEAD_CHANGE,
                 MSG_FOLDER_HEAD_FROM, MSG_FOLDER_HEAD_TO, MSG_FOLDER_HEAD_PLACE);
    for (int i = 0; i < result->units.count; i++)
        for (int k = 0; k < result->units.items[i].changes.count; k++) {
            const FolderChange *c = &result->units.items[i].changes.items[k];
            sheet_cell(&sheet, unit_at(app, &result->units.items[i])->name);
            sheet_cell(&sheet, folder_change_text(lang, c->kind));
            sheet_cell(&sheet, c->from);
            sheet_cell(&sheet, c->to);
            sheet_cell(&sheet, c->place);
        }
    return sheet;
}

static void fault_rows(const App *app, Lang lang, const FolderUnit *u, const Faults *faults,
                       Sheet *sheet)
{
    for (int i = 0; i < faults->count; i++) {
        Out line = out_new(app->arena, 8192);
        msg_err(&line, lang, &faults->items[i]);
        sheet_cell(sheet, unit_at(app, u)->name);
        sheet_cell(sheet, folder_unit_text(lang, u->state));
        sheet_cell(sheet, out_str(&line));
    }
}

static void finding_rows(const App *app, Lang lang, const FolderUnit *u, Sheet *sheet)
{
    for (int i = 0; i < u->findings.count; i++) {
        sheet_cell(sheet, unit_at(app, u)->name);
        sheet_cell(sheet, folder_unit_text(lang, u->state));
        sheet_cell(sheet, report_finding_text(app->arena, lang, &u->findings.items[i]));
    }
}

static Sheet findings_sheet(const App *app, Lang lang, const FolderResult *result)
{
    Sheet sheet = SHEET_OF(app, lang, MSG_FOLDER_SHEET_FINDINGS, MSG_FOLDER_HEAD_UNIT,
                           MSG_FOLDER_HEAD_STATE, MSG_FOLDER_HEAD_FINDING);
    for (int i = 0; i < result->units.count; i++) {
        fault_rows(app, lang, &result->units.items[i], &result->units.items[i].faults, &sheet);
        fault_rows(app, lang, &result->units.items[i], &result->units.items[i].warnings, &sheet);
        finding_rows(app, lang, &result->units.items[i], &sheet);
    }
    return sheet;
}

void folder_sheets(const App *app, Lang lang, const FolderResult *result,
                   Sheet sheets[FOLDER_BOOK_SHEETS])
{
    sheets[0] = folder_ledger_sheet(app, lang, result);
    sheets[1] = units_sheet(app, lang, result);
    sheets[2] = files_sheet(app, lang, result);
    sheets[3] = questions_sheet(app, lang, result);
    sheets[4] = cells_sheet(app, lang, result, true);
    sheets[5] = cells_sheet(app, lang, result, false);
    sheets[6] = template_sheet(app, lang, result);
    sheets[7] = findings_sheet(app, lang, result);
}

/* ---- lines ---- */

static void question_lines(const App *app, Lang lang, const FolderResult *result, Out *out)
{
    for (int i = 0; i < result->questions.count; i++) {
        const FolderQuestion *q = &result->questions.items[i];
        msg_out(out, lang, MSG_OUT_FOLDER_QUESTION, {"id", q->id},
                {"text", folder_question_text(app, lang, result, q)},
                {"count", number_text(app, q->items.count)}, {"place", q->items.items[0].place},
                {"found", q->items.items[0].found});
        out_c(out, '\n');
        for (int k = 0; k < q->choices.count; k++) {
            msg_out(out, lang, MSG_OUT_FOLDER_CHOICE, {"id", q->id},
                    {"choice", q->choices.items[k]},
                    {"text", folder_choice_text(app, lang, q, q->choices.items[k])});
            out_c(out, '\n');
        }
    }
}

static void unit_lines(const App *app, Lang lang, const FolderUnit *u, Out *out)
{
    for (int k = 0; k < u->values.count; k++)
        for (int f = 0; f < FOLDER_FIGURES; f++) {
            const FolderCell *cell = &u->values.items[k].cells[f];
            if (cell->state != FOLDER_CELL_UNCLEAR && cell->state != FOLDER_CELL_PENDING)
                continue;
            msg_out(out, lang, MSG_OUT_FOLDER_UNCLEAR, {"unit", unit_at(app, u)->name},
                    {"indicator", app->def.indicators.items[u->values.items[k].indicator].name},
                    {"place", cell->place}, {"found", cell->found},
                    {"why", cell->why ? folder_why_text(lang, cell->why)
                                      : folder_cell_text(lang, cell->state)});
            out_c(out, '\n');
        }
    for (int i = 0; i < u->faults.count; i++) {
        out_s(out, unit_at(app, u)->name);
        out_s(out, S(": "));
        msg_err(out, lang, &u->faults.items[i]);
        out_c(out, '\n');
    }
}

void folder_result_text(const App *app, Lang lang, const FolderResult *result, Out *out)
{
    FolderCounts n = folder_counts(result);
    Out missing = out_new(app->arena, 64 * 1024);
    msg_out(out, lang, MSG_OUT_FOLDER_HEAD, {"period", period_name(app, result->period->code)},
            {"files", number_text(app, result->files.count)},
            {"units", number_text(app, result->units.count)},
            {"ready", number_text(app, n.ready + n.kept)}, {"missing", number_text(app, n.missing)},
            {"asked", number_text(app, n.asked)}, {"faulty", number_text(app, n.faulty)},
            {"same", number_text(app, n.same)}, {"values", number_text(app, result->values)},
            {"changed", number_text(app, result->changed)},
            {"unclear", number_text(app, result->unclear)});
    out_c(out, '\n');
    question_lines(app, lang, result, out);
    for (int i = 0; i < result->units.count; i++) {
        const FolderUnit *u = &result->units.items[i];
        if (u->state == FOLDER_UNIT_MISSING || u->state == FOLDER_UNIT_SCAN_ONLY) {
            out_s(&missing, missing.len ? S("、") : S(""));
            out_s(&missing, unit_at(app, u)->name);
        }
        unit_lines(app, lang, u, out);
    }
    for (int i = 0; i < result->files.count; i++) {
        const FolderFileLine *f = &result->files.items[i];
        if (f->state == FOLDER_TAKEN || f->state == FOLDER_SIGNED)
            continue;
        Str reason = folder_file_reason(app, lang, f);
        msg_out(out, lang, MSG_OUT_FOLDER_FILE, {"file", f->name},
                {"state", folder_file_text(lang, f->state)},
                {"unit", reason.len    ? reason
                         : f->unit.len ? unit_name(app, f->unit)
                                       : S("")});
        out_c(out, '\n');
    }
    if (missing.len) {
        msg_out(out, lang, MSG_OUT_FOLDER_MISSING, {"units", out_str(&missing)});
        out_c(out, '\n');
    }
}
