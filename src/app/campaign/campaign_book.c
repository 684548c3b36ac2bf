#include "app/campaign/campaign_book.h"

#include "app/campaign/campaign_head.h"
#include "app/table_write.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

/* The layout of every LIST_OF. */
typedef LIST_OF(char) AnyList;

/* ---- the first sheet ---- */

typedef LIST_OF(HeadEntry) HeadEntries;

static void put(Arena *arena, HeadEntries *entries, Str key, Str value)
{
    if (value.len)
        *arena_push(arena, entries) = (HeadEntry){key, value};
}

static void put_month(Arena *arena, HeadEntries *entries, const MonthRule *m)
{
    const struct {
        Str key;
        int day;
    } days[] = {{S("month.opens_day"), m->opens_day}, {S("month.due"), m->due},
                {S("month.confirm"), m->confirm},     {S("month.lock"), m->lock},
                {S("month.trial_run"), m->trial_run}, {S("month.appeal"), m->appeal},
                {S("month.ruling"), m->ruling},       {S("month.freeze"), m->freeze},
                {S("month.issue"), m->issue}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        put(arena, entries, days[i].key, arena_fmt(arena, "%d", days[i].day));
    Out remind = out_new(arena, 256);
    for (int i = 0; i < m->nremind; i++)
        out_f(&remind, i ? ";%d" : "%d", m->remind[i]);
    put(arena, entries, S("month.remind"), out_str(&remind));
    if (m->escalate)
        put(arena, entries, S("month.escalate"), arena_fmt(arena, "%d", m->escalate));
    if (m->talk_days)
        put(arena, entries, S("month.talk_days"), arena_fmt(arena, "%d", m->talk_days));
    if (m->talk_workdays)
        put(arena, entries, S("month.talk_workdays"), arena_fmt(arena, "%d", m->talk_workdays));
    if (m->receipt)
        put(arena, entries, S("month.receipt"), arena_fmt(arena, "%d", m->receipt));
    if (m->leader_seen)
        put(arena, entries, S("month.leader_seen"), arena_fmt(arena, "%d", m->leader_seen));
}

static HeadEntries head_entries(Arena *arena, const CampaignDef *def, bool zh)
{
    HeadEntries entries = {0};
    put(arena, &entries, S("format"), S("duban-campaign/1"));
    put(arena, &entries, S("code"), def->code);
    put(arena, &entries, S("name"), def->name);
    put(arena, &entries, S("city"), def->city);
    put(arena, &entries, S("year"), arena_fmt(arena, "%d", def->year));
    put(arena, &entries, S("predecessor"), def->predecessor);
    put(arena, &entries, S("sample"),
        zh ? (def->sample ? S("是") : S("否")) : (def->sample ? S("yes") : S("no")));
    put(arena, &entries, S("source_document"), def->source_document);
    put(arena, &entries, S("issuer.name"), def->issuer);
    put(arena, &entries, S("issuer.number"), def->issuer_number);
    if (def->has_month)
        put_month(arena, &entries, &def->month);
    return entries;
}

/* ---- schemes ---- */

typedef LIST_OF(SchemeLine) SchemeLines;

static int by_group_and_version(const void *a, const void *b)
{
    const SchemeFile *x = *(const SchemeFile *const *)a, *y = *(const SchemeFile *const *)b;
    int order = str_cmp(x->group, y->group);
    if (order == 0)
        order = (x->version > y->version) - (x->version < y->version);
    return order ? order : str_cmp(x->file, y->file);
}

static SchemeLines scheme_lines(Arena *arena, const CampaignDef *def)
{
    SchemeLines lines = {0};
    int n = def->schemes.count;
    const SchemeFile **files = arena_new(arena, const SchemeFile *, n);
    for (int i = 0; i < n; i++)
        files[i] = &def->schemes.items[i];
    if (n > 1)
        qsort(files, (size_t)n, sizeof *files, by_group_and_version);
    for (int i = 0; i < n; i++) {
        Str rest = files[i]->text;
        for (int line = 1; rest.ptr; line++)
            *arena_push(arena, &lines) = (SchemeLine){files[i]->file, line, str_cut(&rest, '\n')};
    }
    return lines;
}

/* ---- all sheets ---- */

CampaignSheets campaign_sheets(Arena *arena, const CampaignDef *def, bool zh)
{
    CampaignSheets sheets = {0};
    HeadEntries entries = head_entries(arena, def, zh);
    SchemeLines lines = scheme_lines(arena, def);
    for (int i = 0; i < HEAD_PARTS; i++) {
        const HeadSheet *h = &campaign_head_sheets[i];
        AnyList list = {.items = (char *)entries.items, .count = entries.count};
        if (i != HEAD_TOP)
            memcpy(&list, (const char *)def + h->list_offset, sizeof list);
        *arena_push(arena, &sheets) =
            table_sheet(arena, zh ? h->zh : h->sheet, &h->spec, list.items, list.count, zh);
    }
    for (int i = 0; i < CAMPAIGN_TABLES; i++) {
        const CampaignTableFile *t = &campaign_tables[i];
        AnyList list;
        memcpy(&list, (const char *)def + t->list_offset, sizeof list);
        if (i == TABLE_FORMS && list.count == 0)
            continue; /* few campaigns have any */
        *arena_push(arena, &sheets) =
            table_sheet(arena, zh ? t->zh : t->sheet, &t->spec, list.items, list.count, zh);
    }
    const HeadSheet *s = &campaign_scheme_sheet;
    *arena_push(arena, &sheets) =
        table_sheet(arena, zh ? s->zh : s->sheet, &s->spec, lines.items, lines.count, zh);
    return sheets;
}

Str campaign_canonical(Arena *arena, const CampaignDef *def)
{
    CampaignSheets sheets = campaign_sheets(arena, def, false);
    Out out = out_new(arena, SIZE_MAX / 4);
    Json json = json_new(&out, false);
    json_array(&json);
    for (int i = 0; i < sheets.count; i++) {
        const Sheet *sheet = &sheets.items[i];
        json_array(&json);
        json_str(&json, sheet->name);
        for (int c = 0; c < sheet->ncolumns; c++)
            json_str(&json, sheet->columns[c].title);
        for (int c = 0; c < sheet->cells.count; c++)
            json_str(&json, sheet->cells.items[c]);
        json_array_end(&json);
    }
    json_array_end(&json);
    return out_str(&out);
}
