/* jobs_run DUBAN DB FOLDER take|drop|drop-never ACCOUNT WHAT FORMAT: one job of app/upkeep/jobs with the real
 * program. take: waits, opens the file, prints how much was heard; drop: ends it as soon as its temporary is
 * there; drop-never: waits to be killed. Status 1 when the job failed. For test_render.py. */
#include "app/upkeep/jobs.h"
#include "sys/clock.h"
#include "sys/files.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STEP_MS = 5 };

static const Str id = SC("0123456789abcdef0123456789abcdef");

static bool has_temporary(Arena *arena, Str folder)
{
    FolderList list = {0};
    Err err = {0};
    if (!folder_list(arena, path_join(arena, folder, S("exports")), &list, &err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (str_has(list.items[i].name, S(".duban-")))
            return true;
    return false;
}

static int taken(Jobs *jobs, Arena *arena, Str account, const JobView *heard)
{
    JobView view;
    Err err = {0};
    int fd;
    char start[2];
    if (!jobs_take(jobs, arena, id, S("somebody"), clock_now_ms(), &fd, &view, &err))
        err = (Err){0};
    else
        return 3; /* another's */
    if (!jobs_take(jobs, arena, id, account, clock_now_ms(), &fd, &view, &err))
        return 4;
    bool read_some = read(fd, start, sizeof start) == (ssize_t)sizeof start;
    (void)close(fd);
    printf("bytes %lld, percent %d, rows %lld\n", (long long)view.bytes, heard->percent,
           (long long)heard->rows);
    return read_some && view.bytes > 0 ? 0 : 5;
}

static int watch(Jobs *jobs, Arena *arena, Str folder, Str way, Str account)
{
    JobView view = {0};
    Err err = {0};
    for (;;) {
        AUTO_ARENA scratch = {0};
        if (!jobs_look(jobs, &scratch, id, account, clock_now_ms(), &view, &err))
            return 6;
        if (view.state == JOB_FAILED) {
            printf("%.*s\n", STR_ARG(view.said));
            return 1;
        }
        if (view.state == JOB_DONE)
            return taken(jobs, arena, account, &view);
        if (str_eq(way, S("drop")) && has_temporary(&scratch, folder))
            return jobs_drop(jobs, id, account, &err) ? 0 : 7;
        (void)poll(NULL, 0, STEP_MS);
    }
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Jobs *jobs = NULL;
    if (argc != 8)
        return 2;
    Str folder = str_from_z(argv[3]), account = str_from_z(argv[5]);
    JobOrder order = {.what = str_from_z(argv[6]),
                      .format = str_from_z(argv[7]),
                      .account = account,
                      .lang = S("zh")};
    if (!jobs_open(str_from_z(argv[1]), str_from_z(argv[2]), folder, &jobs, &err) ||
        !jobs_start(jobs, id, &order, clock_now_ms(), &err)) {
        printf("%s\n", err_code_name(err.code));
        return 2;
    }
    int status = watch(jobs, &arena, folder, str_from_z(argv[4]), account);
    jobs_close(jobs);
    return status;
}
