/*
 * later.h - the second half of a parked request
 *
 * A handler asks its domain with a callback, and the domain calls that with an
 * error or with ERR_NONE once what was asked for is there.  This is the
 * callback:
 *
 *     struct later *l = later_new(r, answer, list);
 *     if (l == NULL)
 *             return ERR_BUSY;
 *     return later_park(r, domain_read(domain, list, later_resume, l));
 *
 * Ownership   a later belongs to the request's arena; `result` is borrowed and
 *             is usually from there too.
 */
#ifndef HTTP_LATER_H
#define HTTP_LATER_H

#include "base/base.h"
#include "http/req.h"

struct later;

/*
 * What is to be run when the answer is there: answer(r, result), which opens a
 * reply or returns an error.  NULL without memory.
 */
struct later *later_new(struct req *r,
    enum err (*answer)(struct req *r, void *result), void *result) MUST_USE;

/* A domain's callback: ends the request with `e`, or else with the answer. */
void later_resume(void *later, enum err e);

/* Parks the request if its domain was asked (ERR_NONE), else returns `e`. */
enum err later_park(struct req *r, enum err e);

#endif
