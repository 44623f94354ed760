/*
 * cgi.h - the programs as plain CGI (RFC 3875)
 *
 * One request from the environment and standard input, its answer to standard
 * output, then the end.  For hosts without FastCGI; each request pays for a
 * process and a connection to Redis.
 */
#ifndef HTTP_CGI_H
#define HTTP_CGI_H

#include "base/base.h"
#include "http/app.h"

/* Answers the one request.  False when the answer could not be written. */
bool cgi_run(struct app *app) MUST_USE;

#endif
