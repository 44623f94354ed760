/*
 * sandbox.h - a process gives up the system calls that serving does not take
 *
 * Who gets in through a fault finds no way to start a program, to trace another
 * process, to make memory both written and executed, or to speak other protocols
 * than those of the net and of Unix sockets.  A call that is not on the list in
 * sandbox.c fails with ENOSYS, as on a kernel without it: libraries then take
 * another way.
 *
 * Calls on the list that may have any arguments cost next to nothing: Linux 5.11
 * and later look them up in a bitmap.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/base.h"

/*
 * From now on, for this process and for good.  False, with errno, where the
 * kernel or the container refuses: all is as before then.  Under the address
 * sanitizer, which takes calls of its own, nothing changes and the answer is
 * true.
 */
bool sandbox_begin(void) MUST_USE;

#endif
