/* Counts the system calls by which a process changes anything outside of itself, and lets one of
 * them be its last, or fail. Loaded with LD_PRELOAD; the launcher calls arm() in each child.
 *
 * What counts: writes to, cuts and syncs of regular files; new files and folders; names that
 * change or go; and what is sent to another process over a socket. Between two such calls nobody
 * but the process itself can tell how far it is, so being killed just before each of them, and in
 * the middle of each write, stands for being killed at any moment.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum deed { NOTHING, KILL, TEAR, TERMINATE, FAIL_ONCE, FAIL_ON };

enum { MOST_NAMES = 1 << 16 };

struct board { /* shared with the launcher, which reads it when the child is gone */
    atomic_long calls;
    const char *names[MOST_NAMES];
};

static struct board *board;
static long strikes_at;
static enum deed deed;
static int failure;
static char scope[PATH_MAX];

__attribute__((constructor)) static void begin(void) {
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* From now on count; at the call with this number (the first is 1) do the deed. */
void arm(long at, int what, int error, const char *path) {
    snprintf(scope, sizeof scope, "%s", path);
    strikes_at = at, deed = what, failure = error;
    atomic_store(&board->calls, 0);
}

long counted(void) { return atomic_load(&board->calls); }

/* The name of a call; the first is 1. */
const char *name_of(long number) { return board->names[(number - 1) % MOST_NAMES]; }

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Returns whether the call must fail with `failure`, -1 when a write is to be torn, else 0. */
static int fate(const char *name, const char *path, int is_write) {
    if (!board || deed == NOTHING || (*scope && !(path && strstr(path, scope)))) return 0;
    long number = atomic_fetch_add(&board->calls, 1) + 1;
    board->names[(number - 1) % MOST_NAMES] = name;
    if (number < strikes_at || (number > strikes_at && deed != FAIL_ON)) return 0;
    if (number == strikes_at) {
        if (deed == KILL || (deed == TEAR && !is_write)) die();
        if (deed == TERMINATE) kill(getpid(), SIGTERM);
        if (deed == TEAR) return -1;
    }
    return deed == FAIL_ONCE || deed == FAIL_ON ? failure : 0;
}

static const char *path_of(int file, char *room) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, room, PATH_MAX - 1);
    room[length < 0 ? 0 : length] = 0;
    return room;
}

static int fate_of_file(const char *name, int file, int is_write) {
    struct stat found;
    char room[PATH_MAX];
    if (deed == NOTHING || fstat(file, &found) != 0) return 0;
    if (!S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode)) return 0;
    return fate(name, path_of(file, room), is_write);
}

/* A name that goes needs no room. */
static int fate_of_old(const char *name, const char *path) {
    int fated = fate(name, path, 0);
    return fated == ENOSPC ? 0 : fated;
}

/* What is sent cannot fail for want of room; it counts where a death is wanted. */
static int fate_of_sending(const char *name) {
    if (deed == FAIL_ONCE || deed == FAIL_ON) return 0;
    return fate(name, NULL, 1);
}

static int fate_of_new(const char *name, const char *path, int flags) {
    struct stat found;
    if (!(flags & O_CREAT) || stat(path, &found) == 0) return 0;
    return fate(name, path, 0);
}

#define REAL(type, name, ...)                                     \
    static type (*real)(__VA_ARGS__);                             \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define OR_FAIL(asked)       \
    do {                     \
        int fated = (asked); \
        if (fated > 0) {     \
            errno = fated;   \
            return -1;       \
        }                    \
    } while (0)

#define OR_TEAR(asked, torn) \
    do {                     \
        int fated = (asked); \
        if (fated > 0) {     \
            errno = fated;   \
            return -1;       \
        }                    \
        if (fated < 0) {     \
            torn;            \
            die();           \
        }                    \
    } while (0)

ssize_t write(int file, const void *text, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    OR_TEAR(fate_of_file("write", file, 1), real(file, text, size / 2));
    return real(file, text, size);
}

ssize_t pwrite(int file, const void *text, size_t size, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    OR_TEAR(fate_of_file("pwrite", file, 1), real(file, text, size / 2, at));
    return real(file, text, size, at);
}

ssize_t pwrite64(int file, const void *text, size_t size, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    OR_TEAR(fate_of_file("pwrite", file, 1), real(file, text, size / 2, at));
    return real(file, text, size, at);
}

static ssize_t torn_vector(int file, const struct iovec *parts) {
    return write(file, parts->iov_base, parts->iov_len / 2);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    struct stat found;
    int is_socket = fstat(file, &found) == 0 && S_ISSOCK(found.st_mode);
    OR_TEAR(is_socket ? fate_of_sending("writev") : fate_of_file("writev", file, 1),
            torn_vector(file, parts));
    return real(file, parts, count);
}

ssize_t send(int file, const void *text, size_t size, int flags) {
    REAL(ssize_t, send, int, const void *, size_t, int);
    OR_TEAR(fate_of_sending("send"), real(file, text, size / 2, flags));
    return real(file, text, size, flags);
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
    REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
    OR_TEAR(fate_of_sending("sendmsg"), torn_vector(file, message->msg_iov));
    return real(file, message, flags);
}

int fsync(int file) {
    REAL(int, fsync, int);
    OR_FAIL(fate_of_file("fsync", file, 0));
    return real(file);
}

int fdatasync(int file) {
    REAL(int, fdatasync, int);
    OR_FAIL(fate_of_file("fdatasync", file, 0));
    return real(file);
}

int ftruncate(int file, off_t size) {
    REAL(int, ftruncate, int, off_t);
    OR_FAIL(fate_of_file("ftruncate", file, 0));
    return real(file, size);
}

int ftruncate64(int file, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    OR_FAIL(fate_of_file("ftruncate", file, 0));
    return real(file, size);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    OR_FAIL(fate("rename", to, 0));
    return real(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    OR_FAIL(fate("rename", to, 0));
    return real(from_folder, from, to_folder, to);
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    OR_FAIL(fate_of_old("unlink", path));
    return real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    OR_FAIL(fate("mkdir", path, 0));
    return real(path, mode);
}

#define MODE(flags)                       \
    mode_t mode = 0;                      \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more;                     \
        va_start(more, flags);            \
        mode = va_arg(more, mode_t);      \
        va_end(more);                     \
    }

int open(const char *path, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    MODE(flags)
    OR_FAIL(fate_of_new("open", path, flags));
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    MODE(flags)
    OR_FAIL(fate_of_new("open", path, flags));
    return real(path, flags, mode);
}
