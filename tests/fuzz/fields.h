/*
 * fields.h - the fields of a request, whichever way they were sent
 *
 * A row with a field of each type takes a query, a form and JSON.  What it took
 * is held against the rows of its fields, written again in each of the three
 * ways, and then has to be taken as the same.
 */
#ifndef TESTS_FUZZ_FIELDS_H
#define TESTS_FUZZ_FIELDS_H

#include "base/base.h"
#include "base/str.h"
#include "http/input.h"

void fields_begin(void);

/* Sends `text`: INPUT_NONE as the query, otherwise as a body. */
void fields_try(enum input_type how, struct str text);

#endif
