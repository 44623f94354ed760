-- Sets the imported visits of an article, which becomes known if it is not.
--
-- KEYS  1 the article  2 its name  3 the site  4 the ledger  5 ranks of all days
-- ARGV  1 canonical name  2 imported visits  3 Unix seconds  4 who does it
--
-- Answers { 'done', what they were, 1 if the article was not known }; or, with
-- nothing changed, { 'moved', name } when it is an alias, { 'bad', field } when a
-- count is no number or would become too large.

local article, site = KEYS[1], KEYS[3]

-- Beyond 2^53 doubles, and what browsers read, are not exact.
local function number(text)
	local n = string.match(text or '0', '^%d+$') and tonumber(text or 0)
	return n and n <= 9007199254740991 and n
end

-- What would raise an error is done first: what was written would stay.

local a = redis.call('HMGET', article, '>', 't', 'b')
local s = redis.call('HMGET', site, 't', 'b', 'n')
local named = redis.call('EXISTS', KEYS[2]) == 1
    and redis.call('HEXISTS', KEYS[2], 'key') == 1
redis.call('XLEN', KEYS[4])
redis.call('ZCARD', KEYS[5])
if a[1] then
	return { 'moved', a[1] }
end
local t, was, base = number(a[2]), number(a[3]), tonumber(ARGV[2])
if not t or not was or t + base > 9007199254740991 then
	return { 'bad', 'b' }
end
local site_t, site_b = number(s[1]), number(s[2])
if not site_t or not site_b or not number(s[3])
    or site_t + site_b - was + base > 9007199254740991
    or site_b - was + base < 0 then
	return { 'bad', 'b of the site' }
end

redis.call('HSETNX', article, 't', 0)
if not named then
	redis.call('HSET', KEYS[2], 'key', ARGV[1], 'first', ARGV[3])
	redis.call('HINCRBY', site, 'n', 1)
end
if base ~= was then
	if base == 0 then
		redis.call('HDEL', article, 'b')
	else
		redis.call('HSET', article, 'b', ARGV[2])
	end
	local more = string.format('%.0f', base - was)
	redis.call('HINCRBY', site, 'b', more)
	redis.call('ZINCRBY', KEYS[5], more, string.sub(article, -16))
	if t + base == 0 then
		redis.call('ZREM', KEYS[5], string.sub(article, -16))
	end
	redis.call('XADD', KEYS[4], '*', 'what', 'set-base', 'article', ARGV[1],
	    'was', string.format('%.0f', was), 'is', ARGV[2], 'who', ARGV[4])
end
return { 'done', string.format('%.0f', was), a[2] and 0 or 1 }
