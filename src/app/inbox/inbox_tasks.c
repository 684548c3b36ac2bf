#include "app/inbox/inbox_tasks.h"

#include <stdlib.h>

enum { DAY_BY_NAME = 3 }; /* tasks of one day that stand for themselves */

static int by_day(const void *a, const void *b)
{
    const TaskDue *x = a, *y = b;
    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    return x->row->task_index < y->row->task_index ? -1 : x->row->task_index > y->row->task_index;
}

static void look_at(InboxMaker *m, const Ledger *ledger, const LedgerRow *rows, int nrows,
                    TaskFinds *finds)
{
    Arena *arena = m->app->arena;
    Date deadline = rows->task->deadline;
    const ProgressNote *note = ledger_note(ledger, rows);
    if (deadline != DATE_NONE && deadline <= m->app->today + OVERVIEW_NEAR_DAYS &&
        !overview_is_settled(ledger, rows, nrows))
        *arena_push(arena, &finds->dues) = (TaskDue){deadline, rows};
    if (note && str_eq(note->state, S("stuck")))
        *arena_push(arena, &finds->stuck) = rows;
    for (int i = 0; i < nrows; i++)
        if (rows[i].target && rows[i].target->light == LIGHT_RED) {
            *arena_push(arena, &finds->red) = &rows[i];
            return;
        }
}

bool inbox_find_tasks(InboxMaker *m, bool (*mine)(const InboxMaker *, int), TaskFinds *ret_finds,
                      Err *err)
{
    TaskFinds f = {0};
    if (!ledger_read(m->app, &f.ledger, err))
        return false;
    for (int i = 0, n; i < f.ledger.rows.count; i += n) {
        const LedgerRow *rows = &f.ledger.rows.items[i];
        for (n = 1; i + n < f.ledger.rows.count && rows[n].task_index == rows->task_index;)
            n++;
        if (!rows->restricted && (!mine || mine(m, rows->task_index)))
            look_at(m, &f.ledger, rows, n, &f);
    }
    if (f.dues.count)
        qsort(f.dues.items, (size_t)f.dues.count, sizeof *f.dues.items, by_day);
    *ret_finds = f;
    return true;
}

static void add_day(InboxMaker *m, const TaskDue *dues, int count)
{
    bool by_name = count <= DAY_BY_NAME;
    InboxItem *item = NULL;
    for (int i = 0; i < count; i++) {
        const Task *task = dues[i].row->task;
        if (by_name || !item)
            item = inbox_add(m, by_name ? INBOX_TASK : INBOX_TASKS, dues[i].on);
        item->order = dues[i].row->task_index;
        if (by_name) {
            item->task = task;
            item->note = dues[i].row->lead;
        } else {
            inbox_name(m, item, task->title);
        }
    }
}

/* Late ones are one heap, whatever their days. */
void inbox_add_dues(InboxMaker *m, const TaskFinds *finds)
{
    const TaskDue *dues = finds->dues.items;
    Date today = m->app->today;
    for (int i = 0, n; i < finds->dues.count; i += n) {
        for (n = 1;
             i + n < finds->dues.count && (dues[i + n].on == dues[i].on || dues[i + n].on < today);)
            n++;
        add_day(m, dues + i, n);
    }
}

void inbox_add_stuck(InboxMaker *m, const TaskFinds *finds)
{
    InboxItem *item = NULL;
    for (int i = 0; i < finds->stuck.count; i++) {
        const LedgerRow *row = finds->stuck.items[i];
        if (!item)
            item = inbox_add(m, INBOX_STUCK, DATE_NONE);
        inbox_name(m, item, row->task->title);
        if (finds->stuck.count == 1) {
            const ProgressNote *note = ledger_note(&finds->ledger, row);
            item->task = row->task;
            item->note = note->text;
            item->since = instant_to_date(note->at, OFFSET_MINUTES_CHINA);
        }
    }
}

static void name_gap(InboxItem *item, const LedgerTarget *target)
{
    item->note = target->target->what;
    item->code = target->progress.gap;
}

void inbox_add_red(InboxMaker *m, const TaskFinds *finds, bool each)
{
    InboxItem *all = NULL;
    for (int i = 0; i < finds->red.count; i++) {
        const LedgerRow *row = finds->red.items[i];
        if (each && i < INBOX_TASKS_SHOWN) {
            InboxItem *item = inbox_add(m, INBOX_RED, DATE_NONE);
            item->task = row->task;
            item->order = row->task_index;
            item->light = LIGHT_RED;
            name_gap(item, row->target);
            continue;
        }
        if (!all) {
            all = inbox_add(m, INBOX_RED, DATE_NONE);
            all->light = LIGHT_RED;
            all->order = row->task_index;
        }
        inbox_name(m, all, row->task->title);
    }
}
