#include "base/base.h"
#include "visits/chart.h"

#include "base/zone.h"

#define WIDTH 600
#define BARS 120 /* the highest bar */
#define HUNDRED 100

static void
put_date(struct buf *b, int32_t day)
{
	char date[ZONE_DATE_LEN];

	zone_date_format(date, day);
	buf_put(b, date, sizeof(date));
}

/* A length in hundredths. */
static void
put_length(struct buf *b, int64_t hundredths)
{
	buf_i64(b, hundredths / HUNDRED);
	if (hundredths % HUNDRED == 0)
		return;
	buf_char(b, '.');
	buf_char(b, (char)('0' + hundredths % HUNDRED / 10));
	buf_char(b, (char)('0' + hundredths % 10));
}

static void
put_bar(
    struct buf *b, size_t i, size_t n, int64_t value, int64_t most, int32_t day)
{
	int64_t step = WIDTH * HUNDRED / (int64_t)n;
	int64_t high = 0;

	/* In a double: the product may be beyond 64 bits. */
	if (most > 0)
		high = (int64_t)((double)value / (double)most * BARS * HUNDRED);
	/* What is there is seen. */
	if (value > 0 && high < HUNDRED)
		high = HUNDRED;
	buf_lit(b, "<rect x=\"");
	put_length(b, (int64_t)i * step + step / 10);
	buf_lit(b, "\" y=\"");
	put_length(b, BARS * HUNDRED - high);
	buf_lit(b, "\" width=\"");
	put_length(b, step - step / 5);
	buf_lit(b, "\" height=\"");
	put_length(b, high);
	buf_lit(b, "\"><title>");
	put_date(b, day);
	buf_lit(b, ": ");
	buf_i64(b, value);
	buf_lit(b, "</title></rect>\n");
}

static void
put_caption(struct buf *b, int32_t best, int64_t sum, int64_t most, size_t n)
{
	buf_lit(b, "<figcaption>");
	buf_i64(b, sum);
	buf_lit(b, " visits in ");
	buf_u64(b, n);
	buf_str_put(b, n == 1 ? STR(" day") : STR(" days"));
	if (most > 0) {
		buf_lit(b, ", the most on ");
		put_date(b, best);
		buf_lit(b, ": ");
		buf_i64(b, most);
	}
	buf_lit(b, ".</figcaption>\n");
}

void
chart_put(struct buf *b, int32_t first, const int64_t *values, size_t n)
{
	int64_t sum = 0, most = 0;
	size_t best = 0;

	assert(n > 0);
	for (size_t i = 0; i < n; i++) {
		if (__builtin_add_overflow(sum, values[i], &sum))
			sum = INT64_MAX;
		if (values[i] > most) {
			most = values[i];
			best = i;
		}
	}
	buf_printf(b,
	    "<figure class=\"chart\">\n<svg viewBox=\"0 0 %d %d\" "
	    "fill=\"currentColor\" aria-hidden=\"true\">\n",
	    WIDTH, BARS + 1);
	for (size_t i = 0; i < n; i++)
		put_bar(b, i, n, values[i], most, first + (int32_t)i);
	buf_printf(b,
	    "<rect x=\"0\" y=\"%d\" width=\"%d\" height=\"1\"/>\n</svg>\n"
	    "<p><span>",
	    BARS, WIDTH);
	put_date(b, first);
	buf_lit(b, "</span> <span>");
	put_date(b, first + (int32_t)n - 1);
	buf_lit(b, "</span></p>\n");
	put_caption(b, first + (int32_t)best, sum, most, n);
	buf_lit(b, "</figure>\n");
}
