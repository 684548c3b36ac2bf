/* Loaded before the C library: the wall clock is as many seconds off as the file named by CLOCK_OFF_FILE says, looked up
 * each time. For kill_server.py: a clock that is set back while the server serves. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    long result = syscall(SYS_clock_gettime, clock, now);
    const char *path = getenv("CLOCK_OFF_FILE");
    if (result != 0 || clock != CLOCK_REALTIME || !path)
        return (int)result;
    char text[32] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (read(fd, text, sizeof text - 1) > 0)
            now->tv_sec += atol(text);
        (void)close(fd);
    }
    return 0;
}
