#include "hands.h"

Office office_in_may(void)
{
    Office office = office_open();
    office_at(&office, "2021-05-06T09:00:00+08:00");
    return office;
}

ErrCode unit_saves(Office *office, const char *account, const char *unit, const char *body,
                   int64_t seen, int64_t *ret_revision)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    Err err = {0};
    DraftRow draft;
    const ReportDraftEntry entry = {P, str_from_z(unit), seen, str_from_z(body)};
    if (report_draft_save(&app, &entry, &draft, &err) && ret_revision)
        *ret_revision = draft.revision;
    app_close(&app);
    return err.code;
}

ErrCode unit_turns(Office *office, Turn *fn, const char *account, const char *unit)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    Err err = {0};
    DraftRow draft;
    (void)fn(&app, P, str_from_z(unit), REPORT_SEEN_ANY, &draft, &err);
    app_close(&app);
    return err.code;
}

ErrCode unit_sends(Office *office, const char *account, const char *unit, char *ret_id)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    Err err = {0};
    MonthImport import = {0};
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const ReportSend order = {P, str_from_z(unit), REPORT_SEEN_ANY, S("web")};
    bool ok = report_send(&app, &order, &import, &faults, &warnings, &err);
    if (!ok && err.code == ERR_NONE)
        err = faults.items[0];
    if (ok && ret_id)
        (void)snprintf(ret_id, 40, "%.*s", STR_ARG(import.submission));
    app_close(&app);
    return err.code;
}

ErrCode office_enters(Office *office, const char *unit, const char *body, const char *paper)
{
    AUTO_ARENA a = {0};
    App app;
    AppStart start = office_start(office, NULL, S("clerk1"));
    Err err = {0};
    MonthImport import = {0};
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    start.data_folder = fix_path(&a, "-data");
    CHECK_OK(app_open(&a, &start, &app, &err), &err);
    const ReportBehalf entry = {.period = P,
                                .unit = str_from_z(unit),
                                .sender = S("统计员"),
                                .channel = S("paper"),
                                .body = str_from_z(body),
                                .original_name = S("月报.csv"),
                                .original = str_from_z(paper)};
    bool ok = report_on_behalf(&app, &entry, &import, &faults, &warnings, &err);
    if (!ok && err.code == ERR_NONE)
        err = faults.items[0];
    app_close(&app);
    return err.code;
}

int files_of_report(Office *office, const char *unit)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, "clerk1");
    Err err = {0};
    AttachmentList files = {0};
    CHECK_OK(files_of(&app, report_object(&a, P, str_from_z(unit)), &files, &err), &err);
    app_close(&app);
    return files.count;
}

ReportStanding standing_of(Office *office, const char *unit)
{
    static Arena kept;
    App app = office_as(office, &kept, "clerk1");
    Err err = {0};
    ReportStanding s;
    const CampaignPeriod *period;
    CHECK_OK(app_period(&app, P, &period, &err), &err);
    CHECK_OK(report_state(&app, period, app_unit(&app, str_from_z(unit)), &s, &err), &err);
    app_close(&app);
    return s;
}

Inbox inbox_of(Office *office, Arena *arena, const char *account)
{
    Err err = {0};
    Inbox inbox;
    App app = office_app(office, arena, str_from_z(account));
    CHECK_OK(inbox_read(&app, &inbox, &err), &err);
    app_close(&app);
    return inbox;
}

const InboxItem *inbox_find(const Inbox *inbox, InboxKind kind)
{
    for (int i = 0; i < inbox->items.count; i++)
        if (inbox->items.items[i].kind == kind)
            return &inbox->items.items[i];
    return NULL;
}
