/* The form of a report as JSON: what pages show and API answers. */
#include "app/ledger_words.h"
#include "app/report/report_parts.h"
#include "base/json.h"

static Str day(Arena *arena, Date date)
{
    return date == DATE_NONE ? S("") : date_str(arena, date);
}

static void head_json(const ReportForm *f, App *app, Json *json)
{
    const ReportHead *h = &f->head;
    json_key(json, S("head"));
    json_object(json);
    json_kstr(json, S("title"), h->title);
    json_kstr(json, S("nature"), h->nature);
    json_kstr(json, S("number"), h->number);
    json_kstr(json, S("issuer"), h->issuer);
    json_kstr(json, S("approval"), h->approval);
    json_kstr(json, S("valid_from"), day(app->arena, h->valid_from));
    json_kstr(json, S("valid_to"), day(app->arena, h->valid_to));
    json_kbool(json, S("expired"), h->expired);
    json_kstr(json, S("filler"), f->filler);
    json_kstr(json, S("phone"), f->phone);
    json_kstr(json, S("reviewer"), f->reviewer);
    json_kstr(json, S("signer"), f->signer);
    json_object_end(json);
    json_key(json, S("days"));
    json_object(json);
    json_kstr(json, S("opens_on"), day(app->arena, f->days.opens_on));
    json_kstr(json, S("due_on"), day(app->arena, f->days.due_on));
    json_kstr(json, S("lock_on"), day(app->arena, f->days.lock_on));
    json_key(json, S("workdays_left"));
    if (f->days.has_left)
        json_i64(json, f->days.left);
    else
        json_null(json);
    json_object_end(json);
}

void report_standing_json(const ReportStanding *s, Arena *arena, Json *json)
{
    json_object(json);
    json_kstr(json, S("unit"), s->unit->code);
    json_kstr(json, S("state"), report_state_word(s->state));
    json_ki64(json, S("version"), s->version);
    json_kbool(json, S("late"), s->late);
    json_ki64(json, S("late_days"), s->late_days);
    json_kbool(json, S("missing"), s->missing);
    json_kbool(json, S("on_behalf"), s->on_behalf);
    json_kbool(json, S("by_channel"), s->by_channel);
    json_kstr(json, S("channel"), s->channel);
    json_kbool(json, S("drafting"), s->drafting);
    json_kstr(json, S("submission"), s->submission);
    json_kstr(json, S("received_at"), s->version ? instant_str(arena, s->received_at) : S(""));
    json_object_end(json);
}

void report_draft_json(const DraftRow *d, Arena *arena, Json *json)
{
    json_object(json);
    json_ki64(json, S("revision"), d->revision);
    json_kstr(json, S("state"), d->state);
    json_kstr(json, S("saved_at"), d->revision ? instant_str(arena, d->saved_at) : S(""));
    json_kstr(json, S("saved_by"), d->saved_by);
    json_kstr(json, S("filled_at"), d->filled_at ? instant_str(arena, d->filled_at) : S(""));
    json_kstr(json, S("filled_by"), d->filled_by);
    json_kstr(json, S("submission"), d->submission);
    json_object_end(json);
}

static void line_json(const ReportLine *l, Json *json)
{
    json_object(json);
    json_kstr(json, S("code"), l->indicator->code);
    json_kstr(json, S("name"), l->indicator->name);
    json_kstr(json, S("unit"), l->indicator->unit);
    json_kstr(json, S("measure"), l->indicator->measure);
    json_kstr(json, S("basis"), l->indicator->basis);
    json_kstr(json, S("assessor"), l->assessor);
    json_kbool(json, S("owed"), l->owed);
    json_kbool(json, S("typed"), l->typed);
    json_kstr(json, S("annual"), l->annual);
    json_kstr(json, S("plan"), l->plan);
    json_kstr(json, S("scheduled"), l->scheduled);
    json_kstr(json, S("last_month"), l->last_month);
    json_kstr(json, S("last_year_known"), l->last_year);
    json_kstr(json, S("confirmed"), l->confirmed);
    json_kstr(json, S("confirmed_state"), l->confirmed_state);
    json_kstr(json, S("month"), l->cells.month);
    json_kstr(json, S("cumulative"), l->cells.cumulative);
    json_kstr(json, S("last_year"), l->cells.last_year);
    json_kstr(json, S("tolerance"), l->cells.tolerance);
    json_kstr(json, S("state"), l->cells.state);
    json_kstr(json, S("note"), l->cells.note);
    json_kbool(json, S("prefilled"), l->prefilled);
    json_kstr(json, S("percent"), l->percent);
    json_kstr(json, S("gap"), l->gap);
    json_kstr(json, S("growth"), l->growth);
    json_kstr(json, S("light"), light_word(l->light));
    json_object_end(json);
}

static void blocks_json(const ReportForm *f, Json *json)
{
    json_key(json, S("blocks"));
    json_array(json);
    for (int b = 0; b < f->blocks.count; b++) {
        const ReportBlock *block = &f->blocks.items[b];
        json_object(json);
        json_kstr(json, S("code"), block->code);
        json_kstr(json, S("name"), block->name);
        json_kstr(json, S("lead"), block->lead);
        json_key(json, S("indicators"));
        json_array(json);
        for (int i = 0; i < block->count; i++)
            line_json(&f->lines.items[block->first + i], json);
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

void report_task_json(const ReportTask *t, Json *json)
{
    json_kstr(json, S("progress"), t->progress);
    json_kstr(json, S("on_time"), t->on_time);
    json_kstr(json, S("problem"), t->problem);
    json_kstr(json, S("cause"), t->cause);
    json_kstr(json, S("next"), t->next_step);
    json_kstr(json, S("due"), t->due);
}

static void tasks_json(const ReportForm *f, App *app, Json *json)
{
    json_key(json, S("tasks"));
    json_array(json);
    for (int i = 0; i < f->tasks.count; i++) {
        const ReportTaskLine *t = &f->tasks.items[i];
        json_object(json);
        json_kstr(json, S("task"), t->task->no);
        json_kstr(json, S("title"), t->task->title);
        json_kstr(json, S("role"), t->role);
        json_kstr(json, S("node"), t->node);
        json_kstr(json, S("deadline"), day(app->arena, t->due));
        json_kbool(json, S("state_only"), t->state_only);
        report_task_json(&t->cells, json);
        json_key(json, S("last_month"));
        json_object(json);
        report_task_json(&t->last, json);
        json_object_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

void report_requests_json(const ReportRequest *requests, int count, Json *json)
{
    json_key(json, S("requests"));
    json_array(json);
    for (int i = 0; i < count; i++) {
        json_object(json);
        json_kstr(json, S("matter"), requests[i].matter);
        json_kstr(json, S("done"), requests[i].done);
        json_kstr(json, S("proposal"), requests[i].proposal);
        json_kstr(json, S("level"), requests[i].level);
        json_object_end(json);
    }
    json_array_end(json);
}

void report_answers_json(const ReportAnswer *answers, int count, Json *json)
{
    json_key(json, S("answers"));
    json_array(json);
    for (int i = 0; i < count; i++) {
        json_object(json);
        json_kstr(json, S("check"), answers[i].check);
        json_kstr(json, S("place"), answers[i].place);
        json_kstr(json, S("found"), answers[i].found);
        json_kstr(json, S("answer"), answers[i].answer);
        json_object_end(json);
    }
    json_array_end(json);
}

static void offers_json(const ReportForm *f, Json *json)
{
    json_key(json, S("offers"));
    json_array(json);
    for (int i = 0; i < f->offers.count; i++) {
        const ReportOffer *o = &f->offers.items[i];
        json_object(json);
        json_kstr(json, S("code"), o->indicator);
        json_kstr(json, S("figure"), o->figure);
        json_kstr(json, S("source"), o->source);
        json_kstr(json, S("submission"), o->submission);
        json_object_end(json);
    }
    json_array_end(json);
}

void report_form_json(const ReportForm *f, App *app, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), f->period->code);
    json_kstr(json, S("period_name"), f->period->name);
    json_kstr(json, S("unit"), f->unit->code);
    json_kstr(json, S("unit_name"), f->unit->name);
    head_json(f, app, json);
    json_key(json, S("standing"));
    report_standing_json(&f->standing, app->arena, json);
    json_key(json, S("draft"));
    report_draft_json(&f->draft, app->arena, json);
    json_kbool(json, S("may_fill"), f->may_fill);
    json_kbool(json, S("may_send"), f->may_send);
    json_kstr(json, S("closed"),
              f->closed.code ? str_from_z(err_code_name(f->closed.code)) : S(""));
    json_ki64(json, S("accounts"), f->accounts);
    blocks_json(f, json);
    tasks_json(f, app, json);
    report_requests_json(f->requests.items, f->requests.count, json);
    report_answers_json(f->answers.items, f->answers.count, json);
    json_key(json, S("files"));
    json_array(json);
    for (int i = 0; i < f->files.count; i++)
        attachment_json(app->arena, json, &f->files.items[i]);
    json_array_end(json);
    offers_json(f, json);
    json_object_end(json);
}
