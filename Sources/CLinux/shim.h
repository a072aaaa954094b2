/*
 * Linux calls that Swift's Glibc does not show. Declared by hand where the C library wants _GNU_SOURCE:
 * that macro in one shim breaks the merge of C modules (fd_set would have two definitions).
 */
#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/types.h>

struct timespec;

/* recvmmsg(2): many datagrams for one system call. Layout of struct mmsghdr as in <bits/socket.h>. */
struct dispatch115_mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};
extern int recvmmsg(int fd, struct dispatch115_mmsghdr *messages, unsigned int count, int flags,
                    struct timespec *timeout);
extern int sendmmsg(int fd, struct dispatch115_mmsghdr *messages, unsigned int count, int flags);

/* pthread_setname_np(3): what `top -H` shows. */
extern int pthread_setname_np(unsigned long thread, const char *name);

/* unix(7): who is at the other end of a Unix socket, by the kernel's word. */
struct dispatch115_ucred {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

enum {
    DISPATCH115_SO_PEERCRED = 17,
    DISPATCH115_SO_RXQ_OVFL = 40,
    DISPATCH115_SO_RCVBUFFORCE = 33,
    /* The socket's own account of its memory; the ninth number is what it has dropped (linux/sock_diag.h). */
    DISPATCH115_SO_MEMINFO = 55,
    DISPATCH115_SK_MEMINFO_DROPS = 8,
};

/* prctl(2), PR_SET_PDEATHSIG: a signal when the parent's thread ends. */
enum { DISPATCH115_PR_SET_PDEATHSIG = 1 };
extern int prctl(int option, ...);
static inline int dispatch115_die_with_parent(int signal) {
    return prctl(DISPATCH115_PR_SET_PDEATHSIG, (unsigned long)signal, 0ul, 0ul, 0ul);
}
