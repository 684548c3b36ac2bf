#include "store/anchor.h"

#include "store/sql_gen.h"

enum { ANCHOR_PARTS_MAX = 17, DIGEST_HEX_LEN = 64 };

typedef struct AnchorKind {
    Str word;
    const char *parts[ANCHOR_PARTS_MAX]; /* queries by id, each with all columns; ends with NULL */
    const char *since[6]; /* parts that came later: no part of a record that has no such row */
} AnchorKind;

static const AnchorKind kinds[] = {
    {SC("campaign"),
     {SQL_anchor_campaign, SQL_anchor_phase, SQL_anchor_group, SQL_anchor_stocktake,
      SQL_anchor_period, SQL_anchor_body, SQL_anchor_post, SQL_anchor_unit, SQL_anchor_task,
      SQL_anchor_responsibility, SQL_anchor_indicator, SQL_anchor_target, SQL_anchor_allotment,
      SQL_anchor_plan, SQL_anchor_scheme, SQL_anchor_campaign_account},
     {SQL_anchor_light, SQL_anchor_report_form, SQL_anchor_target_more, SQL_anchor_allotment_more,
      SQL_anchor_unit_plan}},
    {SC("account"), {SQL_anchor_account}},
    {SC("grant"), {SQL_anchor_grant}},
    {SC("setting"), {SQL_anchor_setting}},
    {SC("password"), {SQL_anchor_password}, {SQL_anchor_password_old}},
    {SC("policy"), {SQL_anchor_policy}},
    {SC("notice"), {SQL_anchor_notice}},
    {SC("calendar"), {SQL_anchor_calendar}},
    {SC("backup"), {SQL_anchor_backup}},
    {SC("factor"), {SQL_anchor_factor}},
    {SC("delegation"), {SQL_anchor_delegation}},
    {SC("submission"),
     {SQL_anchor_submission, SQL_anchor_submission_value, SQL_anchor_submission_task},
     {SQL_anchor_submission_more}},
    {SC("draft"), {SQL_anchor_report_draft}},
    {SC("event"), {SQL_anchor_event}},
    {SC("appeal"), {SQL_anchor_appeal}, {SQL_anchor_appeal_more, SQL_anchor_appeal_ruling}},
    {SC("run"), {SQL_anchor_run, SQL_anchor_run_unit, SQL_anchor_run_node}},
    {SC("talk"),
     {SQL_anchor_talk, SQL_anchor_talk_step},
     {SQL_anchor_talk_record, SQL_anchor_talk_commitment}},
    {SC("circular"), {SQL_anchor_circular}, {SQL_anchor_circular_paper, SQL_anchor_circular_issue}},
    {SC("circular_draft"), {SQL_anchor_circular_draft}, {SQL_anchor_circular_sign}},
    {SC("circular_receipt"), {SQL_anchor_circular_receipt}},
    {SC("consequence"), {SQL_anchor_consequence}},
    {SC("progress"), {SQL_anchor_progress}},
    {SC("checkpoint"), {SQL_anchor_checkpoint}},
    {SC("attachment"), {SQL_anchor_attachment, SQL_anchor_attachment_file}},
    {SC("purge"), {SQL_anchor_purge}},
    {SC("sandbox"), {SQL_anchor_sandbox}},
    {SC("target_change"), {SQL_anchor_target_change}},
    {SC("highlight"), {SQL_anchor_highlight, SQL_anchor_highlight_step}},
    {SC("province_draft"), {SQL_anchor_province_draft}},
    {SC("province"), {SQL_anchor_province}},
    {SC("report_step"), {SQL_anchor_report_step}},
    {SC("period_lock"), {SQL_anchor_period_lock}},
    {SC("opening"), {SQL_anchor_result_opening}},
    {SC("confirmation"), {SQL_anchor_result_confirmation}},
    {SC("scheme_version"), {SQL_anchor_scheme_version}},
    {SC("scheme_decision"), {SQL_anchor_scheme_decision}},
    {SC("leader_seen"), {SQL_anchor_leader_seen}},
    {SC("screening_answer"), {SQL_anchor_screening_answer}},
    {SC("correction_ask"), {SQL_anchor_correction_ask}, {SQL_anchor_correction_ruling}},
};

static const AnchorKind *kind_of(Str object, Str *ret_id)
{
    *ret_id = object;
    Str word = str_cut(ret_id, ' ');
    if (ret_id->len == 0)
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(kinds[i].word, word))
            return &kinds[i];
    return NULL;
}

/* Every cell ends with a NUL, which no stored text can hold; a NULL cell is a byte of its own. */
static bool add_part(Db *db, const char *sql, Str id, bool since, Out *out, Err *err)
{
    size_t before = out->len;
    AUTO_ROWS *rows = db_query(db, sql, DB_ARGS(V(id)), err);
    if (!rows)
        return false;
    *err = (Err){0};
    while (db_next(rows, err)) {
        for (int c = 0; c < db_columns(rows); c++) {
            out_s(out, db_is_null(rows, c) ? S("\1") : db_text(rows, c));
            out_c(out, '\0');
        }
        out_c(out, '\n');
    }
    if (!since || out->len > before)
        out_c(out, '\f');
    return err->code == ERR_NONE;
}

bool anchor_digest(Db *db, Arena *arena, Str object, DigestFn digest, Str *ret_digest, Err *err)
{
    AUTO_ARENA scratch = {0};
    Str id;
    const AnchorKind *kind = kind_of(object, &id);
    *ret_digest = S("");
    if (!kind)
        return true;
    Out out = out_new(&scratch, SIZE_MAX / 4);
    for (int i = 0; kind->parts[i]; i++)
        if (!add_part(db, kind->parts[i], id, false, &out, err))
            return false;
    for (size_t i = 0; i < sizeof kind->since / sizeof *kind->since && kind->since[i]; i++)
        if (!add_part(db, kind->since[i], id, true, &out, err))
            return false;
    *ret_digest = arena_str(arena, digest(&scratch, out_str(&out)));
    return true;
}

static const Str rows_key = SC("\"rows\":\"");

Str anchor_add(Arena *arena, Str detail, Str digest)
{
    Out out = out_new(arena, SIZE_MAX / 4);
    out_s(&out, str_sub(detail, 0, detail.len - 1));
    out_s(&out, detail.len > 2 ? S(",") : S(""));
    out_s(&out, rows_key);
    out_s(&out, digest);
    out_s(&out, S("\"}"));
    return out_str(&out);
}

Str anchor_of(Str detail)
{
    ptrdiff_t from = detail.len - DIGEST_HEX_LEN - 2;
    if (from < rows_key.len || !str_ends(detail, S("\"}")) ||
        !str_eq(str_sub(detail, from - rows_key.len, from), rows_key))
        return S("");
    return str_sub(detail, from, from + DIGEST_HEX_LEN);
}

static bool read_objects(DbRows *rows, Arena *arena, AnchorObjects *objects, Err *err)
{
    *err = (Err){0};
    while (rows && db_next(rows, err))
        *arena_push(arena, objects) =
            arena_fmt(arena, "%.*s %.*s", STR_ARG(db_text(rows, 0)), STR_ARG(db_text(rows, 1)));
    return rows && err->code == ERR_NONE;
}

bool anchor_objects(Db *db, Arena *arena, Str campaign, AnchorObjects *ret_objects, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_anchor_list, DB_ARGS(V(campaign)), err);
    return rows && read_objects(rows, arena, ret_objects, err);
}

bool anchor_orphans(Db *db, Arena *arena, AnchorObjects *ret_objects, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_anchor_orphans, NULL, 0, err);
    return rows && read_objects(rows, arena, ret_objects, err);
}

bool newest_id(Db *db, Arena *arena, Str *ret_id, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_newest_id, NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_id = arena_str(arena, db_text(rows, 0));
    return true;
}

bool newest_instant(Db *db, Str campaign, int64_t *ret_instant, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_newest_instant, DB_ARGS(V(campaign)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_instant = db_i64(rows, 0);
    return true;
}
