#include "cli/read_out.h"

const char *read_relation_sign(Relation relation)
{
    static const char *const signs[REL_COUNT] = {
        [REL_EQ] = "=",          [REL_GE] = "≥",
        [REL_LE] = "≤",          [REL_GT] = ">",
        [REL_LT] = "<",          [REL_ABOUT] = "≈",
        [REL_GROWTH] = "growth", [REL_DECLINE] = "decline",
        [REL_RANGE] = "range",   [REL_COMPLETE] = "complete",
        [REL_ALL] = "all"};
    return signs[relation];
}

const char *read_clean_kind(CleanKind kind)
{
    static const char *const kinds[CLEAN_KIND_COUNT] = {
        [CLEAN_FURNITURE] = "furniture",     [CLEAN_PAGE_NUMBER] = "page_number",
        [CLEAN_PINYIN] = "pinyin",           [CLEAN_PUNCTUATION] = "punctuation",
        [CLEAN_TRADITIONAL] = "traditional", [CLEAN_WIDTH] = "width",
        [CLEAN_INVISIBLE] = "invisible",     [CLEAN_MARKUP] = "markup",
        [CLEAN_WRAP] = "line_wrap"};
    return kinds[kind];
}

const char *read_warn_code(WarnKind kind)
{
    static const char *const codes[WARN_COUNT] = {[WARN_PAGE_OF] = "page_of",
                                                  [WARN_PREVIEW_ENDS] = "preview_ends",
                                                  [WARN_LOGIN_NEEDED] = "login_needed",
                                                  [WARN_MORE_ELSEWHERE] = "more_elsewhere",
                                                  [WARN_TEXT_OMITTED] = "text_omitted",
                                                  [WARN_ANNOUNCED_FOUND] = "announced_found",
                                                  [WARN_NO_FIRST] = "no_first",
                                                  [WARN_SKIPPED] = "skipped",
                                                  [WARN_MASKED] = "masked",
                                                  [WARN_NO_TITLE] = "no_title",
                                                  [WARN_TITLE_DERIVED] = "title_derived",
                                                  [WARN_DATE_NO_YEAR] = "date_no_year",
                                                  [WARN_NAMED_NOT_GIVEN] = "named_not_given",
                                                  [WARN_TABLE_ROW] = "table_row",
                                                  [WARN_ENDS_OPEN] = "ends_open"};
    return codes[kind];
}

static void out_span(Json *json, Span span)
{
    json_array(json);
    json_i64(json, span.start);
    json_i64(json, span.end);
    json_array_end(json);
}

static void key_span(Json *json, Span span)
{
    json_key(json, S("span"));
    out_span(json, span);
}

/* Text, or null where there is none. */
static void key_text(Json *json, Str key, Str value)
{
    json_key(json, key);
    if (value.len)
        json_str(json, value);
    else
        json_null(json);
}

static void key_list(Json *json, Str key, const Strs *list)
{
    json_key(json, key);
    json_array(json);
    for (int i = 0; i < list->count; i++)
        json_str(json, list->items[i]);
    json_array_end(json);
}

static void out_target(Json *json, const DraftTarget *t)
{
    json_object(json);
    key_text(json, S("value"), t->value);
    if (t->value_to.len)
        json_kstr(json, S("value_to"), t->value_to);
    json_kstr(json, S("unit"), t->unit);
    json_kstr(json, S("relation"), str_from_z(read_relation_sign(t->relation)));
    if (t->bound != REL_EQ)
        json_kstr(json, S("bound"), str_from_z(read_relation_sign(t->bound)));
    if (t->base.len)
        json_kstr(json, S("base"), t->base);
    json_kstr(json, S("modality"), t->modality);
    json_kstr(json, S("what"), t->what);
    if (t->every.len)
        json_kstr(json, S("every"), t->every);
    if (t->unknown)
        json_kbool(json, S("unknown"), true);
    if (t->set_by.len)
        json_kstr(json, S("set_by"), t->set_by);
    json_key(json, S("spans"));
    json_array(json);
    for (int i = 0; i < t->spans.count; i++)
        out_span(json, t->spans.items[i]);
    json_array_end(json);
    json_object_end(json);
}

static void out_targets(Json *json, Str key, const Targets *targets)
{
    json_key(json, key);
    json_array(json);
    for (int i = 0; i < targets->count; i++)
        out_target(json, &targets->items[i]);
    json_array_end(json);
}

static void out_task(Json *json, const DraftTask *t)
{
    json_object(json);
    json_ki64(json, S("no"), t->no);
    json_kstr(json, S("path"), t->path);
    json_kstr(json, S("text"), t->text);
    key_list(json, S("leaders"), &t->leaders);
    key_list(json, S("lead"), &t->lead);
    key_list(json, S("responsible"), &t->responsible);
    key_list(json, S("supporting"), &t->supporting);
    key_text(json, S("deadline"), t->deadline);
    key_text(json, S("deadline_text"), t->deadline_text);
    out_targets(json, S("targets"), &t->targets);
    key_span(json, t->span);
    json_object_end(json);
}

static void out_campaign(Json *json, const Facts *f)
{
    key_text(json, S("campaign"), f->campaign);
    json_key(json, S("components"));
    json_array(json);
    for (int i = 0; i < f->components.count; i++) {
        const Component *c = &f->components.items[i];
        json_object(json);
        json_kstr(json, S("name"), c->name);
        json_ki64(json, S("announced"), c->announced);
        key_list(json, S("parts"), &c->parts);
        json_ki64(json, S("headed"), c->headed);
        json_ki64(json, S("areas"), c->areas);
        key_list(json, S("titles"), &c->titles);
        key_span(json, c->span);
        json_object_end(json);
    }
    json_array_end(json);
    json_ki64(json, S("areas"), f->areas);
}

static void out_bodies(Json *json, const Facts *f)
{
    json_key(json, S("structure"));
    json_array(json);
    for (int i = 0; i < f->structures.count; i++) {
        const Structure *s = &f->structures.items[i];
        json_object(json);
        json_kstr(json, S("text"), s->text);
        json_key(json, S("parts"));
        json_array(json);
        for (int k = 0; k < s->nparts; k++)
            json_i64(json, s->parts[k]);
        json_array_end(json);
        json_kstr(json, S("what"), s->what);
        key_span(json, s->span);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("bodies"));
    json_array(json);
    for (int i = 0; i < f->bodies.count; i++) {
        const DraftBody *b = &f->bodies.items[i];
        json_object(json);
        json_kstr(json, S("name"), b->name);
        json_ki64(json, S("count"), b->count);
        key_list(json, S("parts"), &b->parts);
        key_span(json, b->span);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("posts"));
    json_array(json);
    for (int i = 0; i < f->posts.count; i++) {
        const DraftPost *p = &f->posts.items[i];
        json_object(json);
        json_kstr(json, S("body"), p->body);
        json_kstr(json, S("post"), p->post);
        json_kstr(json, S("held_by"), p->held_by);
        json_kbool(json, S("concurrent"), p->concurrent);
        key_span(json, p->span);
        json_object_end(json);
    }
    json_array_end(json);
}

static void out_groups(Json *json, const Groups *g)
{
    int total = 0;
    json_key(json, S("groups"));
    json_array(json);
    for (int i = 0; i < g->count; i++) {
        json_object(json);
        json_kstr(json, S("name"), g->items[i].name);
        json_ki64(json, S("size"), g->items[i].size);
        key_span(json, g->items[i].span);
        json_object_end(json);
        total += g->items[i].size;
    }
    json_array_end(json);
    json_ki64(json, S("groups_announced"), g->announced);
    json_ki64(json, S("groups_total"), total);
}

static void out_cadence(Json *json, const Facts *f)
{
    json_key(json, S("cadence"));
    json_array(json);
    for (int i = 0; i < f->cadence.count; i++) {
        const Cadence *c = &f->cadence.items[i];
        json_object(json);
        json_kstr(json, S("every"), c->every);
        json_kstr(json, S("act"), c->act);
        json_kstr(json, S("text"), c->text);
        key_list(json, S("by"), &c->by);
        key_text(json, S("to"), c->to);
        if (c->times)
            json_ki64(json, S("times"), c->times);
        key_span(json, c->span);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("bottom"));
    json_array(json);
    for (int i = 0; i < f->bottom.count; i++) {
        const Bottom *b = &f->bottom.items[i];
        json_object(json);
        json_ki64(json, S("n"), b->n);
        json_kbool(json, S("consecutive"), b->consecutive);
        json_key(json, S("months"));
        if (b->months && str_eq(b->period, S("month")))
            json_i64(json, b->months);
        else
            json_null(json);
        if (b->months) {
            json_ki64(json, S("periods"), b->months);
            json_kstr(json, S("period"), b->period);
        } else {
            json_kbool(json, S("unknown"), true);
        }
        key_text(json, S("consequence"), b->consequence);
        key_span(json, b->span);
        json_object_end(json);
    }
    json_array_end(json);
    key_list(json, S("report_chain"), &f->report_chain);
}

static void out_papers(Json *json, const Facts *f)
{
    json_key(json, S("phases"));
    json_array(json);
    for (int i = 0; i < f->phases.count; i++) {
        const Phase *p = &f->phases.items[i];
        json_object(json);
        json_ki64(json, S("no"), p->no);
        json_kstr(json, S("title"), p->title);
        key_text(json, S("from"), p->from);
        key_text(json, S("to"), p->to);
        key_span(json, p->span);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("plans"));
    json_array(json);
    for (int i = 0; i < f->plans.count; i++) {
        const Plans *p = &f->plans.items[i];
        json_object(json);
        json_ki64(json, S("count"), p->count);
        json_kstr(json, S("kind"), p->kind);
        key_list(json, S("named"), &p->named);
        key_span(json, p->span);
        json_object_end(json);
    }
    json_array_end(json);
    key_list(json, S("documents"), &f->documents);
}

static void key_part(Json *json, Str key, int value)
{
    json_key(json, key);
    if (value)
        json_i64(json, value);
    else
        json_null(json);
}

void read_out_facts(Json *json, const Facts *f)
{
    json_key(json, S("facts"));
    json_object(json);
    out_campaign(json, f);
    out_bodies(json, f);
    out_groups(json, &f->groups);
    out_cadence(json, f);
    out_papers(json, f);
    json_key(json, S("dates"));
    json_array(json);
    for (int i = 0; i < f->dates.count; i++) {
        const DateFact *d = &f->dates.items[i];
        json_object(json);
        json_kstr(json, S("role"), d->role);
        json_kstr(json, S("text"), d->text);
        key_part(json, S("year"), d->date.year);
        key_part(json, S("month"), d->date.month);
        key_part(json, S("day"), d->date.day);
        key_span(json, d->span);
        json_object_end(json);
    }
    json_array_end(json);
    key_text(json, S("source"), f->source);
    key_list(json, S("addressees"), &f->addressees);
    out_targets(json, S("targets"), &f->other);
    json_ki64(json, S("masked"), f->masked);
    json_object_end(json);
}

static void out_warnings(Json *json, const Warnings *warnings, Lang lang)
{
    json_key(json, S("warnings"));
    json_array(json);
    for (int i = 0; i < warnings->count; i++) {
        const Warning *w = &warnings->items[i];
        Out text = out_new(json->out->arena, 4096);
        read_warning_text(&text, w, lang);
        json_object(json);
        json_kstr(json, S("code"), str_from_z(read_warn_code(w->kind)));
        json_kstr(json, S("text"), out_str(&text));
        if (w->kind == WARN_PAGE_OF) {
            json_ki64(json, S("page"), w->found);
            json_ki64(json, S("of"), w->announced);
        } else if (w->kind == WARN_ANNOUNCED_FOUND || w->kind == WARN_NAMED_NOT_GIVEN) {
            json_ki64(json, S("announced"), w->announced);
            json_ki64(json, S("found"), w->found);
        } else if (w->kind == WARN_MASKED) {
            json_ki64(json, S("found"), w->found);
        }
        if (w->span.end > w->span.start)
            key_span(json, w->span);
        json_object_end(json);
    }
    json_array_end(json);
}

void read_out_json(Json *json, const ReadResult *result, Lang lang)
{
    const Reading *r = &result->reading;
    json_object(json);
    json_kstr(json, S("file"), result->file);
    key_text(json, S("title"), r->title);
    key_text(json, S("doc_no"), r->doc_no);
    key_text(json, S("issuer"), r->issuer);
    key_text(json, S("issued"), r->issued);
    json_key(json, S("cleaning"));
    json_array(json);
    for (int i = 0; i < CLEAN_KIND_COUNT; i++) {
        if (r->cleaning[i] == 0)
            continue;
        json_object(json);
        json_kstr(json, S("kind"), str_from_z(read_clean_kind((CleanKind)i)));
        json_ki64(json, S("count"), r->cleaning[i]);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("sections"));
    json_array(json);
    for (int i = 0; i < r->sections.count; i++) {
        const Section *s = &r->sections.items[i];
        json_object(json);
        json_kstr(json, S("no"), s->no);
        json_ki64(json, S("level"), s->level);
        json_kstr(json, S("path"), s->path);
        json_kstr(json, S("title"), s->title);
        key_span(json, s->span);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("tasks"));
    json_array(json);
    for (int i = 0; i < r->tasks.count; i++)
        out_task(json, &r->tasks.items[i]);
    json_array_end(json);
    read_out_facts(json, &r->facts);
    out_warnings(json, &r->warnings, lang);
    json_object_end(json);
}
