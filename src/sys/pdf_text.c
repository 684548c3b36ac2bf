#include "sys/pdf_text.h"

#include "base/limits.h"
#include "sys/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEMORY_BYTES = 1024 * 1024 * 1024, FILES_MAX = 32, PIECE_BYTES = 16 * 1024 };

static const char program[] = "/usr/bin/pdftotext";

static void bound(__rlimit_resource_t what, rlim_t most)
{
    const struct rlimit limit = {most, most};
    (void)setrlimit(what, &limit);
}

/* Between fork and exec: only what a signal handler may call. */
static _Noreturn void become(int input, int output)
{
    static char *const arguments[] = {"pdftotext", "-q", "-enc", "UTF-8", "/dev/stdin", "-", NULL};
    static char *const nothing[] = {NULL};
    sigset_t none;
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)sigemptyset(&none);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    bound(RLIMIT_CPU, LIMIT_FILE_TEXT_MS / 1000);
    bound(RLIMIT_AS, MEMORY_BYTES);
    bound(RLIMIT_FSIZE, 0);
    bound(RLIMIT_NOFILE, FILES_MAX);
    if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(null, STDERR_FILENO) < 0)
        _exit(127);
    execve(program, arguments, nothing);
    _exit(127);
}

static bool fails(Err *err, ErrCode code, Str reason)
{
    return err_set(err, code, {"reason", reason});
}

typedef struct Reading {
    int from;
    int64_t end_ms, bytes;
    PdfText fn;
    void *ctx;
    bool stopped; /* by fn */
} Reading;

/* Until its end, or until there is nothing more to be told. */
static bool read_all(Reading *r, Err *err)
{
    char piece[PIECE_BYTES];
    for (;;) {
        int64_t left_ms = r->end_ms - clock_monotonic_ns() / 1000000;
        struct pollfd wait = {.fd = r->from, .events = POLLIN};
        int ready = left_ms > 0 ? poll(&wait, 1, (int)left_ms) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return fails(err, ERR_FILE_SEARCH, S("pdftotext"));
        ssize_t n = read(r->from, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 || fails(err, ERR_CHILD, str_from_z(strerror(errno)));
        r->bytes += n;
        if (r->bytes > LIMIT_FILE_TEXT_BYTES)
            return fails(err, ERR_FILE_SEARCH, S("LIMIT_FILE_TEXT_BYTES"));
        if (!r->fn(r->ctx, (Str){piece, n})) {
            r->stopped = true;
            return true;
        }
    }
}

static bool outcome(pid_t pid, const Reading *r, bool ok, Err *err)
{
    int status;
    if (!ok || r->stopped)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!ok || r->stopped)
        return ok;
    if (WIFSIGNALED(status))
        return fails(err, ERR_FILE_SEARCH, S("pdftotext"));
    return WEXITSTATUS(status) == 0 || fails(err, ERR_FILE_DAMAGED, S("pdftotext"));
}

bool pdf_text(int fd, PdfText fn, void *ctx, bool *ret_searched, Err *err)
{
    int ends[2];
    *ret_searched = access(program, X_OK) == 0;
    if (!*ret_searched)
        return true;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fails(err, ERR_CHILD, str_from_z(strerror(errno)));
    pid_t pid = fork();
    if (pid == 0)
        become(fd, ends[1]);
    int reason = errno;
    (void)close(ends[1]);
    Reading r = {.from = ends[0],
                 .end_ms = clock_monotonic_ns() / 1000000 + LIMIT_FILE_TEXT_MS,
                 .fn = fn,
                 .ctx = ctx};
    bool ok = pid > 0 ? read_all(&r, err) : fails(err, ERR_CHILD, str_from_z(strerror(reason)));
    (void)close(ends[0]);
    return pid > 0 ? outcome(pid, &r, ok, err) : false;
}
