#include "http/linger.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINGER_MAX = 64, READ_BYTES = 64 * 1024, READS_A_ROUND = 16 };

typedef struct Late {
    int socket;
    int64_t until_ms;
    int64_t bytes;
} Late;

struct Linger {
    pthread_t thread;
    int wake; /* an eventfd: something was added, or it is the end */
    pthread_mutex_t mutex;
    bool stopping;
    int count; /* of both */
    int nadded;
    Late added[LINGER_MAX];
    int nlate; /* from here on the thread's own */
    Late late[LINGER_MAX];
    char thrown_away[READ_BYTES];
};

static int64_t now_ms(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* False when it is time to let go. */
static bool late_read(Linger *linger, Late *late)
{
    for (int i = 0; i < READS_A_ROUND; i++) {
        ssize_t n = recv(late->socket, linger->thrown_away, READ_BYTES, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        if (n < 0)
            break;
        late->bytes += n;
    }
    return late->bytes <= LIMIT_HTTP_BODY_BYTES && now_ms() < late->until_ms;
}

static void late_close(Linger *linger, int index)
{
    (void)close(linger->late[index].socket);
    linger->late[index] = linger->late[--linger->nlate];
    (void)pthread_mutex_lock(&linger->mutex);
    linger->count--;
    (void)pthread_mutex_unlock(&linger->mutex);
}

/* Takes what was added; false when it is the end. */
static bool added_take(Linger *linger)
{
    uint64_t told;
    if (read(linger->wake, &told, sizeof told) < 0)
        told = 0; /* nobody called: the time was over */
    (void)pthread_mutex_lock(&linger->mutex);
    for (int i = 0; i < linger->nadded; i++)
        linger->late[linger->nlate++] = linger->added[i];
    linger->nadded = 0;
    bool on = !linger->stopping;
    (void)pthread_mutex_unlock(&linger->mutex);
    return on;
}

static void *linger_main(void *arg)
{
    Linger *linger = arg;
    struct pollfd places[LINGER_MAX + 1];
    while (added_take(linger)) {
        for (int i = linger->nlate - 1; i >= 0; i--)
            if (!late_read(linger, &linger->late[i]))
                late_close(linger, i);
        places[0] = (struct pollfd){.fd = linger->wake, .events = POLLIN};
        for (int i = 0; i < linger->nlate; i++)
            places[i + 1] = (struct pollfd){.fd = linger->late[i].socket, .events = POLLIN};
        (void)poll(places, (nfds_t)linger->nlate + 1,
                   linger->nlate > 0 ? LIMIT_HTTP_LINGER_MS / 10 : -1);
    }
    while (linger->nlate > 0)
        late_close(linger, 0);
    return NULL;
}

static void wake(Linger *linger)
{
    uint64_t one = 1;
    if (write(linger->wake, &one, sizeof one) < 0)
        one = 0; /* it has been woken and has not yet looked */
}

bool linger_start(Arena *arena, Linger **ret_linger, Err *err)
{
    Linger *linger = arena_new(arena, Linger, 1);
    (void)pthread_mutex_init(&linger->mutex, NULL);
    linger->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int fault = linger->wake < 0 ? errno : 0;
    if (!fault)
        fault = pthread_create(&linger->thread, NULL, linger_main, linger);
    if (fault) {
        if (linger->wake >= 0)
            (void)close(linger->wake);
        return err_set(err, ERR_HTTP_WORKERS, {"reason", str_from_z(strerror(fault))});
    }
    *ret_linger = linger;
    return true;
}

void linger_add(Linger *linger, int socket)
{
    (void)pthread_mutex_lock(&linger->mutex);
    int copy = linger->count < LINGER_MAX ? fcntl(socket, F_DUPFD_CLOEXEC, 0) : -1;
    if (copy >= 0) {
        (void)shutdown(copy, SHUT_WR); /* that was all we have to say */
        linger->added[linger->nadded++] =
            (Late){.socket = copy, .until_ms = now_ms() + LIMIT_HTTP_LINGER_MS};
        linger->count++;
    }
    (void)pthread_mutex_unlock(&linger->mutex);
    if (copy >= 0)
        wake(linger);
}

void linger_stop(Linger *linger)
{
    (void)pthread_mutex_lock(&linger->mutex);
    linger->stopping = true;
    (void)pthread_mutex_unlock(&linger->mutex);
    wake(linger);
    (void)pthread_join(linger->thread, NULL);
    (void)close(linger->wake);
    (void)pthread_mutex_destroy(&linger->mutex);
}
