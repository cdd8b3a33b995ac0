/*
 * A clock of the system that stands apart from the real one by the seconds that the file $POLYWIRE_CLOCK says, read at each
 * question: for ClockIT, which starts the server with it (LD_PRELOAD) and lets the clock jump. Clocks that only measure how
 * time passes are left alone, as they are where somebody sets a machine's clock.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long distance(void) {
    char text[32];
    int file = open(getenv("POLYWIRE_CLOCK"), O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t n = read(file, text, sizeof text - 1);
    close(file);
    if (n <= 0) return 0;
    text[n] = 0;
    return atol(text);
}
int clock_gettime(clockid_t id, struct timespec *t) {
    int r = syscall(SYS_clock_gettime, id, t);
    if (r == 0 && id == CLOCK_REALTIME) t->tv_sec += distance();
    return r;
}
int gettimeofday(struct timeval *restrict t, void *restrict zone) {
    struct timespec s;
    (void) zone;
    int r = clock_gettime(CLOCK_REALTIME, &s);
    if (t) { t->tv_sec = s.tv_sec; t->tv_usec = s.tv_nsec / 1000; }
    return r;
}
time_t time(time_t *t) {
    struct timespec s;
    clock_gettime(CLOCK_REALTIME, &s);
    if (t) *t = s.tv_sec;
    return s.tv_sec;
}
