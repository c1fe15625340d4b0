/*
 * Loaded into `ip -batch -`, so that one process can serve many network namespaces: to start a program and to link its libraries
 * costs many times what it does then. Two lines of the batch are ours:
 *
 *   @@enter   go to the namespace whose descriptor comes over descriptor 3, and talk to the kernel there
 *   @@forget  the numbers of links may have changed
 *
 * `ip` exports its symbols for the link kinds that it loads: its socket is closed and opened with its own functions.
 */
#define _GNU_SOURCE
#define __NO_INLINE__
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

extern char rth[];
extern int rtnl_open(void *handle, unsigned int groups);
extern void rtnl_close(void *handle);
extern void ll_drop_by_index(unsigned int number);

enum { NAMESPACES = 3, MOST_LINKS = 256 };

static int receive(void)
{
	char byte;
	int descriptor;
	struct iovec part = { .iov_base = &byte, .iov_len = 1 };
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	if (recvmsg(NAMESPACES, &message, MSG_CMSG_CLOEXEC) != 1 || CMSG_FIRSTHDR(&message) == NULL)
		_exit(126);
	memcpy(&descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(descriptor));
	return descriptor;
}

static void forget(void)
{
	for (unsigned int number = 1; number < MOST_LINKS; number++)
		ll_drop_by_index(number);
}

static void enter(void)
{
	int namespace = receive();

	rtnl_close(rth);
	if (setns(namespace, CLONE_NEWNET) != 0 || rtnl_open(rth, 0) < 0)
		_exit(126);
	close(namespace);
	forget();
}

static ssize_t next_line(char **line, size_t *size, int end, FILE *stream)
{
	for (;;) {
		ssize_t length = getdelim(line, size, end, stream);

		if (length > 0 && strcmp(*line, "@@enter\n") == 0)
			enter();
		else if (length > 0 && strcmp(*line, "@@forget\n") == 0)
			forget();
		else
			return length;
	}
}

/* They stand before the functions of the C library by which `ip` reads a line; a compiler may put the second for the first. */
ssize_t getline(char **line, size_t *size, FILE *stream)
{
	return next_line(line, size, '\n', stream);
}

ssize_t __getdelim(char **line, size_t *size, int end, FILE *stream)
{
	return next_line(line, size, end, stream);
}
