/* A policy document of any bytes: every span lies in the file, every index in its list, every text
 * is UTF-8, every value a decimal. */
#include "fuzz.h"

#include "app/campaign/read.h"
#include "base/date.h"
#include "base/dec.h"
#include "base/utf8.h"

#include <assert.h>

static void check_span(Span span, size_t size)
{
    assert(span.start >= 0 && span.start <= span.end && span.end <= (int64_t)size);
}

static void check_text(Str text)
{
    assert(utf8_valid(text, NULL));
}

static void check_strs(const Strs *strs)
{
    for (int i = 0; i < strs->count; i++)
        check_text(strs->items[i]);
}

static void check_targets(const Targets *targets, size_t size)
{
    for (int i = 0; i < targets->count; i++) {
        const DraftTarget *target = &targets->items[i];
        Dec value;
        if (target->value.len)
            assert(!target->unknown && dec_parse(target->value, &value, NULL));
        check_text(target->what);
        check_text(target->unit);
        for (int j = 0; j < target->spans.count; j++)
            check_span(target->spans.items[j], size);
    }
}

static void check_tasks(const Reading *reading, size_t size)
{
    for (int i = 0; i < reading->tasks.count; i++) {
        const DraftTask *task = &reading->tasks.items[i];
        Date date;
        assert(task->section >= -1 && task->section < reading->sections.count);
        assert(task->deadline.len == 0 || date_parse(task->deadline, &date, NULL));
        check_text(task->text);
        check_text(task->deadline_text);
        check_strs(&task->leaders);
        check_strs(&task->lead);
        check_strs(&task->responsible);
        check_strs(&task->supporting);
        check_span(task->span, size);
        check_targets(&task->targets, size);
    }
}

static void check_facts(const Facts *facts)
{
    check_text(facts->campaign);
    check_text(facts->source);
    check_strs(&facts->addressees);
    check_strs(&facts->report_chain);
    check_strs(&facts->documents);
    for (int i = 0; i < facts->posts.count; i++) {
        check_text(facts->posts.items[i].body);
        check_text(facts->posts.items[i].post);
        check_text(facts->posts.items[i].held_by);
    }
    for (int i = 0; i < facts->bodies.count; i++)
        check_text(facts->bodies.items[i].name);
    for (int i = 0; i < facts->groups.count; i++)
        check_text(facts->groups.items[i].name);
    for (int i = 0; i < facts->cadence.count; i++) {
        check_text(facts->cadence.items[i].text);
        check_text(facts->cadence.items[i].to);
        check_strs(&facts->cadence.items[i].by);
    }
    for (int i = 0; i < facts->components.count; i++) {
        check_strs(&facts->components.items[i].parts);
        check_strs(&facts->components.items[i].titles);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Reading reading = {0};
    if (!read_document(&arena, S("a.txt"), fuzz_str(data, size), &reading, NULL, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    check_text(reading.title);
    check_text(reading.doc_no);
    check_text(reading.issuer);
    check_facts(&reading.facts);
    for (int i = 0; i < reading.sections.count; i++) {
        const Section *section = &reading.sections.items[i];
        assert(section->level >= 1 && section->parent >= -1 && section->parent < i);
        check_text(section->title);
        check_span(section->span, size);
    }
    check_tasks(&reading, size);
    check_targets(&reading.facts.other, size);
    for (int i = 0; i < reading.warnings.count; i++)
        check_span(reading.warnings.items[i].span, size);
    for (int i = 0; i < reading.warnings.count; i++)
        check_text(reading.warnings.items[i].what);
    return 0;
}
