#include "db/db_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The file holds the last ticket given out and the one whose turn it is (8 bytes each; the second
 * only tells waiters how often to look). Locks on ranges of it mean:
 *   byte 0        somebody is taking a ticket, for a few microseconds;
 *   byte FIRST+t  whoever has ticket t waits or writes.
 * It is the turn of t when all of FIRST..FIRST+t can be locked: nobody with a smaller ticket is
 * left. The locks belong to the open file (F_OFD_*), so the kernel drops them when a process dies,
 * and two hubs of one process are two. A lost file only costs fairness: the database's own lock
 * still keeps writers apart. */
enum { SERVING_AT = 8, FIRST = 16, PAUSE_STEP_US = 100, PAUSE_MAX_US = 1000 };

static bool range_lock(int fd, short type, int64_t start, int64_t length)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    int result;
    do
        result = fcntl(fd, F_OFD_SETLK, &lock);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

bool db_line_open(DbLine *line, const char *path, Err *err)
{
    line->ticket = -1;
    line->path = path;
    line->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (line->fd < 0)
        return err_set(err, ERR_FILE_OPEN, {"file", str_from_z(path)},
                       {"reason", str_from_z(strerror(errno))});
    return true;
}

void db_line_close(DbLine *line)
{
    if (line->fd >= 0)
        (void)close(line->fd);
    line->fd = -1;
}

static DbTurn failed(const DbLine *line, Err *err)
{
    Str reason = str_from_z(strerror(errno));
    if (errno == EAGAIN || errno == EACCES)
        return TURN_WAIT;
    if (errno == ENOSPC || errno == EDQUOT)
        (void)err_set(err, ERR_DB_FULL, {"reason", reason});
    else
        (void)err_set(err, ERR_FILE_WRITE, {"file", str_from_z(line->path)}, {"reason", reason});
    return TURN_ERROR;
}

static DbTurn ticket_take(DbLine *line, Err *err)
{
    int64_t last = 0;
    if (!range_lock(line->fd, F_WRLCK, 0, 1))
        return failed(line, err);
    ssize_t n = pread(line->fd, &last, sizeof last, 0);
    if (n != (ssize_t)sizeof last || last < 0 || last > INT64_MAX / 2)
        last = 0; /* a new file */
    int64_t mine = last + 1;
    bool ok = pwrite(line->fd, &mine, sizeof mine, 0) == (ssize_t)sizeof mine &&
              range_lock(line->fd, F_WRLCK, FIRST + mine, 1);
    DbTurn turn = ok ? TURN_MINE : failed(line, err);
    (void)range_lock(line->fd, F_UNLCK, 0, 1);
    if (ok)
        line->ticket = mine;
    return turn;
}

/* The next in line looks every 0.1 ms, one who is far back more seldom; and the longer one turn
 * lasts, the more seldom all of them. */
static void pause_set(DbLine *line, int64_t serving)
{
    int64_t ahead = line->ticket - serving;
    int64_t pause_us = line->pause_us * 5 / 4;
    if (line->serving != serving || pause_us == 0)
        pause_us = PAUSE_STEP_US * (ahead > 0 && ahead < 10 ? ahead : 10);
    line->serving = serving;
    line->pause_us = pause_us < PAUSE_MAX_US ? pause_us : PAUSE_MAX_US;
}

DbTurn db_line_try(DbLine *line, Err *err)
{
    if (line->ticket < 0) {
        DbTurn got = ticket_take(line, err);
        if (got != TURN_MINE)
            return got;
    }
    if (range_lock(line->fd, F_WRLCK, FIRST, line->ticket + 1)) {
        ssize_t told = pwrite(line->fd, &line->ticket, sizeof line->ticket, SERVING_AT);
        (void)told; /* a hint */
        return TURN_MINE;
    }
    DbTurn turn = failed(line, err);
    int64_t serving = 0;
    if (turn == TURN_WAIT)
        pause_set(line, pread(line->fd, &serving, sizeof serving, SERVING_AT) > 0 ? serving : 0);
    return turn;
}

void db_line_leave(DbLine *line)
{
    if (line->ticket < 0)
        return;
    (void)range_lock(line->fd, F_UNLCK, FIRST, 0);
    line->ticket = -1;
    line->pause_us = 0;
}
