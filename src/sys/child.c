#include "sys/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between fork and exec: only what a signal handler may call. */
static _Noreturn void become(const char *program, char *const *arguments, char *const *environment,
                             int output)
{
    sigset_t none;
    (void)sigemptyset(&none);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(output, STDERR_FILENO) < 0)
        _exit(127);
    execve(program, arguments, environment);
    _exit(127);
}

bool child_start(const char *program, char *const *arguments, char *const *environment,
                 Child *ret_child, Err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return err_set(err, ERR_CHILD, {"reason", str_from_z(strerror(errno))});
    pid_t pid = fork();
    if (pid == 0)
        become(program, arguments, environment, ends[1]);
    int reason = errno;
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return err_set(err, ERR_CHILD, {"reason", str_from_z(strerror(reason))});
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
