#include "store/text.h"

#include <stdio.h>

Str text_of_date(DateText *buffer, Date date)
{
    if (date == DATE_NONE)
        return S("");
    int year, month, day;
    date_to_ymd(date, &year, &month, &day);
    int n = snprintf(buffer->text, sizeof buffer->text, "%04u-%02u-%02u", (unsigned)year % 10000u,
                     (unsigned)month % 100u, (unsigned)day % 100u);
    return (Str){buffer->text, n};
}

Date date_of_text(Str text)
{
    Date date;
    return date_parse(text, &date, NULL) ? date : DATE_NONE;
}

Str month_rule_text(Arena *arena, const CampaignDef *def)
{
    const MonthRule *m = &def->month;
    if (!def->has_month)
        return S("");
    Out out = out_new(arena, 512);
    out_f(&out, "%d,%d,%d,%d,%d,%d,%d,%d,%d", m->opens_day, m->due, m->confirm, m->lock,
          m->trial_run, m->appeal, m->ruling, m->freeze, m->issue);
    if (m->nremind ||
        m->escalate) { /* nothing behind the days where nobody is reminded, as it always was */
        out_f(&out, ",%d", m->escalate);
        for (int i = 0; i < m->nremind; i++)
            out_f(&out, ",%d", m->remind[i]);
    }
    if (m->talk_days || m->talk_workdays || m->receipt ||
        m->leader_seen) /* likewise where no limit is stated */
        out_f(&out, ";%d,%d", m->talk_days, m->talk_workdays);
    if (m->receipt || m->leader_seen)
        out_f(&out, ",%d", m->receipt);
    if (m->leader_seen)
        out_f(&out, ",%d", m->leader_seen);
    return out_str(&out);
}

void month_rule_of_text(Str text, CampaignDef *def)
{
    MonthRule *m = &def->month;
    int *const fields[] = {&m->opens_day, &m->due,    &m->confirm, &m->lock,  &m->trial_run,
                           &m->appeal,    &m->ruling, &m->freeze,  &m->issue, &m->escalate};
    Str talk = text;
    def->has_month = text.len > 0;
    text = str_cut(&talk, ';');
    int *const limits[] = {&m->talk_days, &m->talk_workdays, &m->receipt, &m->leader_seen};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0] && talk.len > 0; i++) {
        int64_t value = 0;
        if (str_to_i64(str_cut(&talk, ','), &value))
            *limits[i] = (int)value;
    }
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && text.len > 0; i++) {
        int64_t value = 0;
        if (str_to_i64(str_cut(&text, ','), &value))
            *fields[i] = (int)value;
    }
    while (text.len > 0 && m->nremind < REMIND_WORKDAYS_MAX) {
        int64_t value = 0;
        if (str_to_i64(str_cut(&text, ','), &value))
            m->remind[m->nremind++] = (int)value;
    }
}
