/*
 * base.h - what every source file begins with
 *
 * Brings in the system headers the tree relies on, the few macros that C lacks,
 * and then poisons the functions that make unbounded or locale-dependent
 * copies. Including it first is a rule that `make check-layers` enforces.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

#ifdef NDEBUG
#error "assertions are part of the program: do not define NDEBUG"
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define MUST_USE __attribute__((warn_unused_result))
#define UNUSED __attribute__((unused))

/*
 * Unbounded, stateful or silently lenient: none of these has a place here.
 * The C library may have made macros of some.
 */
#undef strcpy
#undef strcat
#undef sprintf
#undef vsprintf
#undef strncpy
#undef strncat
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets
#pragma GCC poison gmtime localtime ctime asctime strncpy strncat

#endif
