/* What deserves a second look in a report while it is typed, for programs and scripts: JSON under whatever path. */
#include "app/report/report_check.h"
#include "web/pages.h"

bool report_check_do(Ctx *c, Err *err)
{
    const HttpPairs *typed = &c->params.fields;
    ReportField *fields = arena_new(c->arena, ReportField, typed->count + 1);
    ReportFindingList findings = {0};
    for (int i = 0; i < typed->count; i++)
        fields[i] = (ReportField){typed->items[i].name, typed->items[i].value};
    if (!report_check_fields(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), fields,
                             typed->count, &findings, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("findings"));
    report_findings_json(&findings, c->arena, c->lang, &json);
    json_object_end(&json);
    return json_end(c, &json, err);
}
