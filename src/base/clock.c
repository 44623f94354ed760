#include "base/base.h"
#include "base/clock.h"

#include "base/zone.h"

#define DAY_S 86400

static struct timespec
now(clockid_t id)
{
	struct timespec ts;
	int rc = clock_gettime(id, &ts);

	assert(rc == 0);
	return ts;
}

int64_t
clock_wall_s(void)
{
	return now(CLOCK_REALTIME).tv_sec;
}

uint64_t
clock_mono_us(void)
{
	struct timespec ts = now(CLOCK_MONOTONIC);

	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static void
put_two(char *out, int n)
{
	out[0] = (char)('0' + n / 10);
	out[1] = (char)('0' + n % 10);
}

void
clock_rfc3339(char out[CLOCK_RFC3339_LEN], int64_t at)
{
	int s = (int)(at % DAY_S);
	int32_t day = (int32_t)(at / DAY_S);

	if (s < 0) {
		s += DAY_S;
		day--;
	}
	memcpy(out, "0000-00-00T00:00:00Z", CLOCK_RFC3339_LEN);
	zone_date_format(out, day);
	put_two(out + 11, s / 3600);
	put_two(out + 14, s / 60 % 60);
	put_two(out + 17, s % 60);
}
