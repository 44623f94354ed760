#include "base/base.h"
#include "comments/pow_http.h"

#include "article/article_http.h"
#include "base/clock.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/post_http.h"
#include "comments/pow.h"
#include "http/app.h"
#include "http/reply.h"

/* False when there is none to be had, which the next try will find better. */
static bool
make(struct req *r, uint32_t max, struct pow_challenge *out)
{
	const struct sitekey *key = comments_key(comments_http_of(r), r->site);
	struct article article;
	struct visitor network;

	if (key == NULL || max == 0 ||
	    article_http_fold(r, r->fields[POST_HTTP_ARTICLE].text, &article) !=
		ERR_NONE)
		return false;
	visitor_network(&network, &key->network, r->param[PARAM_REMOTE_ADDR]);
	pow_make(&(struct pow){ .key = key,
		     .article = { article.hash, ARTICLE_HASH_LEN },
		     .network = { network.hex, VISITOR_LEN },
		     .now = clock_wall_s(),
		     .max = max },
	    out);
	return true;
}

static void
put_challenge(struct jsonw *j, uint32_t max, const struct pow_challenge *c)
{
	jsonw_object(j, "challenge");
	jsonw_str(j, "algorithm", STR(POW_ALGORITHM));
	jsonw_str(
	    j, "challenge", (struct str){ c->challenge, sizeof(c->challenge) });
	jsonw_int(j, "maxnumber", max);
	jsonw_str(j, "salt", (struct str){ c->salt, sizeof(c->salt) });
	jsonw_str(
	    j, "signature", (struct str){ c->signature, sizeof(c->signature) });
	jsonw_object_end(j);
}

void
pow_http_problem(struct req *r, enum err e)
{
	struct pow_challenge challenge;
	uint32_t max =
	    comments_config(comments_http_of(r))->comments.proof_of_work;
	struct jsonw *j = reply_problem_open(r, e);

	if (e == ERR_PROOF && make(r, max, &challenge))
		put_challenge(j, max, &challenge);
	jsonw_object_end(j);
}
