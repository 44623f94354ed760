/*
 * fuzz.h - what a fuzz target is
 *
 * fuzz_NAME.c is one target: it takes any bytes, and asserts what has to hold
 * whatever they are.  `make fuzz` links it with libFuzzer, which looks for bytes
 * for which that is not so; every other build links it with replay.c, and then
 * it is a test: it takes the files of tests/data/fuzz/NAME, seeds and what was
 * found once, and of tests/data/NAME, if there are any.
 *
 * Errors      assert(), tags.h, loop.h and cmocka's own assertions end the
 *             process, and that is the finding.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* --- each target has these two --- */

/* Called once, before anything else. */
void fuzz_begin(void);

/* Takes one input.  The arena, as large as a request's, is emptied after it. */
void fuzz_one(struct arena *a, struct str in);

/* --- fuzz.c has what libFuzzer calls, and this --- */

/* Without the line feed at its end that files have. */
struct str fuzz_text(struct str in);

/* The first line of *rest, which is cut off; empty at the end. */
struct str fuzz_line(struct str *rest);

/* The first byte of *rest, which is cut off; 0 at the end. */
unsigned char fuzz_byte(struct str *rest);

/* A NUL-terminated copy of `head` and `s` behind it. */
const char *fuzz_string(struct arena *a, const char *head, struct str s);

/* Whether `part` is empty or points into `whole`. */
bool fuzz_is_part(struct str whole, struct str part);

/* Asserts that it is printable ASCII that an attribute or a header may hold. */
void fuzz_is_plain(struct str s);

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#endif
