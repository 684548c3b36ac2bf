#include "sys/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENVIRONMENT_MAX = 32 };

/* Between fork and exec: only what a signal handler may call. */
static _Noreturn void become(const char *program, char *const *arguments, char *const *environment,
                             int input, int output, int errors)
{
    sigset_t none;
    (void)sigemptyset(&none);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        _exit(127);
    execve(program, arguments, environment);
    _exit(127);
}

/* How a database is reached that the address says nothing of. */
static void keep_database_words(bool with_password, char *kept[ENVIRONMENT_MAX + 1])
{
    int n = 0;
    for (char **word = environ; *word && n < ENVIRONMENT_MAX; word++)
        if (strncmp(*word, "PG", 2) == 0 &&
            (with_password || strncmp(*word, "PGPASSWORD=", 11) != 0))
            kept[n++] = *word;
    kept[n] = NULL;
}

static bool fails(Err *err, int reason)
{
    return err_set(err, ERR_CHILD, {"reason", str_from_z(strerror(reason))});
}

/* A pipe that holds the whole of input already: nobody has to stay and feed it. */
static bool input_pipe(Str input, int *ret_end, Err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fails(err, errno);
    (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
    ssize_t n = write(ends[1], input.ptr, (size_t)input.len);
    int reason = n < 0 ? errno : ENOBUFS;
    (void)close(ends[1]);
    if (n != input.len) {
        (void)close(ends[0]);
        return fails(err, reason);
    }
    *ret_end = ends[0];
    return true;
}

bool child_start(const char *program, char *const *arguments, bool with_password, Str input,
                 Child *ret_child, Err *err)
{
    int from, ends[2];
    char *environment[ENVIRONMENT_MAX + 1];
    keep_database_words(with_password, environment);
    if (!input_pipe(input, &from, err))
        return false;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        (void)close(from);
        return fails(err, errno);
    }
    pid_t pid = fork();
    if (pid == 0)
        become(program, arguments, environment, from, ends[1], ends[1]);
    int reason = errno;
    (void)close(from);
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return fails(err, reason);
    }
    *ret_child = (Child){.pid = (int)pid, .output = ends[0]};
    return true;
}

int child_read(const Child *child, char *buffer, int len)
{
    if (child->output < 0)
        return 0;
    ssize_t n = read(child->output, buffer, (size_t)len);
    return n > 0 ? (int)n : 0;
}

static void forget(Child *child)
{
    if (child->output >= 0)
        (void)close(child->output);
    *child = (Child){.output = -1};
}

bool child_ended(Child *child, int *ret_status)
{
    int status;
    if (child->pid <= 0)
        return false;
    pid_t pid = waitpid(child->pid, &status, WNOHANG);
    if (pid == 0 || (pid < 0 && errno == EINTR))
        return false;
    *ret_status = pid < 0 ? 127 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    child->pid = 0;
    return true;
}

void child_stop(Child *child, int grace_ms)
{
    enum { STEP_MS = 10 };
    int status;
    if (child->pid > 0)
        (void)kill(child->pid, SIGTERM);
    for (int waited = 0; child->pid > 0 && !child_ended(child, &status); waited += STEP_MS) {
        if (waited >= grace_ms)
            (void)kill(child->pid, SIGKILL);
        (void)poll(NULL, 0, STEP_MS);
    }
    forget(child);
}

void child_end_with_parent(void)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() == 1)
        (void)raise(SIGTERM);
}

/* ---- asked at once ---- */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SHADOW_MEMORY = true }; /* takes more than any limit by itself */
#else
enum { SHADOW_MEMORY = false };
#endif

/* An unnamed file in memory that holds the bytes, at its beginning. */
static bool memory_file(Str bytes, int *ret_fd, Err *err)
{
    int fd = memfd_create("duban", MFD_CLOEXEC);
    if (fd < 0)
        return fails(err, errno);
    for (ptrdiff_t at = 0; at < bytes.len;) {
        ssize_t n = write(fd, bytes.ptr + at, (size_t)(bytes.len - at));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            int reason = errno;
            (void)close(fd);
            return fails(err, reason);
        }
        at += n;
    }
    (void)lseek(fd, 0, SEEK_SET);
    *ret_fd = fd;
    return true;
}

static bool read_back(int fd, int64_t most, Arena *arena, Str *ret_bytes, Err *err)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return fails(err, errno);
    if (about.st_size > most)
        return fails(err, EFBIG);
    char *bytes = arena_raw(arena, (size_t)about.st_size + 1, 1);
    ptrdiff_t len = 0;
    while (len < about.st_size) {
        ssize_t n = pread(fd, bytes + len, (size_t)(about.st_size - len), len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fails(err, n < 0 ? errno : EIO);
        len += n;
    }
    *ret_bytes = (Str){bytes, len};
    return true;
}

static void limit(int what, int64_t most)
{
    const struct rlimit value = {(rlim_t)most, (rlim_t)most};
    if (most > 0)
        (void)setrlimit((__rlimit_resource_t)what, &value);
}

/* Looks ever more seldom: most answers come soon. */
static bool wait_for_end(Child *child, int wait_ms, int *ret_status)
{
    enum { FIRST_MS = 2, LAST_MS = 20 };
    for (int waited = 0, step = FIRST_MS; !child_ended(child, ret_status);
         waited += step, step = step < LAST_MS ? step + 1 : step) {
        if (waited >= wait_ms)
            return false;
        (void)poll(NULL, 0, step);
    }
    return true;
}

bool child_ask(const char *program, char *const *arguments, const ChildQuestion *q, Arena *arena,
               ChildAnswer *ret, Err *err)
{
    enum { GRACE_MS = 100 };
    static char *const nothing[] = {NULL};
    int from, to;
    if (!memory_file(q->input, &from, err))
        return false;
    if (!memory_file(S(""), &to, err)) {
        (void)close(from);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0) {
        limit(RLIMIT_DATA, SHADOW_MEMORY ? 0 : q->memory_bytes);
        limit(RLIMIT_FSIZE, q->answer_bytes);
        become(program, arguments, nothing, from, to, STDERR_FILENO);
    }
    int reason = errno;
    (void)close(from);
    Child child = {.pid = (int)pid, .output = -1};
    *ret = (ChildAnswer){0};
    bool ok = pid > 0;
    if (ok) {
        ret->late = !wait_for_end(&child, q->wait_ms, &ret->status);
        child_stop(&child, GRACE_MS);
        ok = read_back(to, q->answer_bytes, arena, &ret->bytes, err);
    } else {
        ok = fails(err, reason);
    }
    (void)close(to);
    return ok;
}
