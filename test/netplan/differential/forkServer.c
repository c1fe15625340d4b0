/*
 * Preloaded into netplan's generator: instead of one run it makes many, each in a fork of the loaded program, which spares
 * the start of the program. Standard input names a root folder a line; standard output gets what each run prints, and a line
 * with its status. Nothing of the program itself is changed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*main_function)(int, char **, char **);

static main_function program;

static int status_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void run(char *name, char *folder, char **environment) {
  char option[] = "--root-dir";
  char *arguments[] = {name, option, folder, NULL};
  dup2(STDOUT_FILENO, STDERR_FILENO);
  exit(program(3, arguments, environment));
}

/* Read as a whole and without stdio, because a child that ends would move the place where its parent reads. */
static char *read_all(void) {
  size_t length = 0, size = 1 << 20;
  char *text = malloc(size);
  ssize_t count;
  while (text != NULL && (count = read(STDIN_FILENO, text + length, size - length - 1)) > 0) {
    length += (size_t)count;
    if (length + 1 == size) text = realloc(text, size *= 2);
  }
  if (text != NULL) text[length] = '\0';
  return text;
}

static int serve(int count, char **arguments, char **environment) {
  (void)count;
  char *rest = read_all();
  for (char *folder; (folder = strsep(&rest, "\n")) != NULL && *folder != '\0';) {
    int status = 0;
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) run(arguments[0], folder, environment);
    if (waitpid(child, &status, 0) < 0) return 1;
    dprintf(STDOUT_FILENO, "\n=status=%d\n", status_of(status));
  }
  return 0;
}

/* What the runs write is read by nobody. */
int fsync(int file) {
  (void)file;
  return 0;
}

int __libc_start_main(main_function main, int count, char **arguments, void (*start)(void),
                      void (*end)(void), void (*end_of_loader)(void), void *stack) {
  typedef int (*start_function)(main_function, int, char **, void (*)(void), void (*)(void),
                                void (*)(void), void *);
  start_function original = (start_function)dlsym(RTLD_NEXT, "__libc_start_main");
  program = main;
  /* What it starts is not to serve too. */
  unsetenv("LD_PRELOAD");
  return original(serve, count, arguments, start, end, end_of_loader, stack);
}
