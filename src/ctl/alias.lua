-- Makes an article another name of another one, which takes over its counts and
-- comments.
--
-- KEYS  1 the site's comments  2 name of the old article  3 its aliases  4 the new article
--       5 its name  6 its aliases  7 the site  8 the ledger  9, 10 the popular
--       of periods, to be made anew  11 the old article  12, 13, 14 the lists of
--       the old one's comments: its roots by time and by votes, the newest
--       15, 16, 17 the same of the new one  then ranks, then by turns the readers of
--       the old and of the new one on some days, then the aliases of the old one,
--       then their names
-- ARGV  1 canonical name of the old  2 and of the new  3 <h> of the old  4 and of
--       the new  5 Unix seconds  6 who does it  7 how many ranks  8 how many days
--       of readers  then these days, then <h> of the aliases
--
-- Answers { 'done', t, b } of the new one and how many comments it took over; or, with
-- nothing changed, { 'moved', name } when the new one is an alias itself, { 'is', name }
-- when the old one is, whose name then leads to the new one if it did not, { 'aliases', <h>... } when those of the old one are not the given
-- ones, { 'bad', field } when a count is no number or would become too large.

-- include ../comments/index.lua

local old, new, site = KEYS[11], KEYS[4], KEYS[7]
local n_ranks, n_days = tonumber(ARGV[7]), tonumber(ARGV[8])
local ranks, readers, aliases = 17, 17 + n_ranks, 17 + n_ranks + 2 * n_days
local n_aliases = (#KEYS - aliases) / 2

-- What would raise an error is done first: what was written would stay.

local to = redis.call('HGET', new, '>')
if to then
	return { 'moved', to }
end
to = redis.call('HGET', old, '>')
if to then
	-- Before there were comments, aliases were made without.
	if to == ARGV[2] and redis.call('HGET', KEYS[2], 'to') ~= ARGV[4] then
		redis.call('HSET', KEYS[2], 'key', ARGV[1], 'to', ARGV[4])
	end
	return { 'is', to }
end

local same = redis.call('SCARD', KEYS[3]) == n_aliases
for i = 1, n_aliases do
	same = same and redis.call('SISMEMBER', KEYS[3], ARGV[8 + n_days + i]) == 1
	redis.call('HLEN', KEYS[aliases + i])
	redis.call('HLEN', KEYS[aliases + n_aliases + i])
end
if not same then
	local out = redis.call('SMEMBERS', KEYS[3])
	table.insert(out, 1, 'aliases')
	return out
end

local function fields(key)
	local flat, out = redis.call('HGETALL', key), {}
	for i = 1, #flat, 2 do
		out[flat[i]] = flat[i + 1]
	end
	return out
end

-- Beyond 2^53 doubles, and what browsers read, are not exact.
local function number(text)
	local n = string.match(text, '^%d+$') and tonumber(text)
	return n and n <= 9007199254740991 and n
end

local from, into = fields(old), fields(new)
for field, text in pairs(from) do
	local a, b = number(text), number(into[field] or '0')
	if not a or not b or a + b > 9007199254740991 then
		return { 'bad', field }
	end
end
local was, is = fields(KEYS[2]), fields(KEYS[5])
local known = number(redis.call('HGET', site, 'n') or '0')
if not known then
	return { 'bad', 'n' }
end
local moved, there = number(was.comments or '0'), number(is.comments or '0')
if not moved or not there then
	return { 'bad', 'comments' }
end
if not number(is.ver or '0') or not number(redis.call('HGET', KEYS[1], 'ver') or '0') then
	return { 'bad', 'ver' }
end
for i = 12, 17 do
	redis.call('ZCARD', KEYS[i])
end
redis.call('SCARD', KEYS[6])
redis.call('XLEN', KEYS[8])
local score = {}
for i = 1, n_ranks do
	score[i] = redis.call('ZSCORE', KEYS[ranks + i], ARGV[3])
end
for i = 1, 2 * n_days do
	redis.call('PFCOUNT', KEYS[readers + i])
end

-- Readers of a day are those of both while the sketches of both are there.  Else
-- they are added up: who read both that day counts twice.

for i = 1, n_days do
	local a, b = KEYS[readers + 2 * i - 1], KEYS[readers + 2 * i]
	local field = '-' .. ARGV[8 + i]
	local fresh = redis.call('EXISTS', b) == 0
	if redis.call('EXISTS', a) == 1 and not (fresh and into[field]) then
		local left = redis.call('PTTL', a)
		redis.call('PFMERGE', b, a)
		if fresh and left > 0 then
			redis.call('PEXPIRE', b, left)
		end
		redis.call('HSET', new, field, redis.call('PFCOUNT', b))
		from[field] = nil
	end
	redis.call('DEL', a)
end

redis.call('HSETNX', new, 't', 0)
for field, text in pairs(from) do
	redis.call('HINCRBY', new, field, text)
end
for i = 1, n_ranks do
	if score[i] then
		redis.call('ZINCRBY', KEYS[ranks + i], score[i], ARGV[4])
		redis.call('ZREM', KEYS[ranks + i], ARGV[3])
	end
end
redis.call('DEL', KEYS[9], KEYS[10])

redis.call('DEL', old)
redis.call('HSET', old, '>', ARGV[2])
redis.call('SADD', KEYS[6], ARGV[3])
for i = 1, n_aliases do
	redis.call('HSET', KEYS[aliases + i], '>', ARGV[2])
	redis.call('HSET', KEYS[aliases + n_aliases + i], 'to', ARGV[4])
	redis.call('SADD', KEYS[6], ARGV[8 + n_days + i])
end
redis.call('DEL', KEYS[3])

local change = (is.key and 0 or 1) - (was.key and 1 or 0)
if change ~= 0 then
	redis.call('HINCRBY', site, 'n', change)
end
local first = number(is.first or was.first or ARGV[5]) or tonumber(ARGV[5])
local before = was.first and number(was.first)
if before and before < first then
	first = before
end
redis.call('HSET', KEYS[5], 'key', ARGV[2], 'first', string.format('%.0f', first))
if was.title then
	redis.call('HSETNX', KEYS[5], 'title', was.title)
end

-- Comments are found by what is said here of their lists; each keeps <h> of the article
-- that it was written for, and finds the new one by `to` of that one's name.
for i = 12, 14 do
	if redis.call('EXISTS', KEYS[i]) == 1 then
		redis.call('ZUNIONSTORE', KEYS[i + 3], 2, KEYS[i], KEYS[i + 3],
		    'AGGREGATE', 'MAX')
		redis.call('DEL', KEYS[i])
	end
end
redis.call('ZREMRANGEBYRANK', KEYS[17], 0, -LAST - 1)
if was.comments then
	redis.call('HINCRBY', KEYS[5], 'comments', was.comments)
end
for _, field in ipairs({ 'closed', 'pin' }) do
	if was[field] then
		redis.call('HSETNX', KEYS[5], field, was[field])
	end
end
if was.ver or was.closed then
	changed(ARGV[4], ARGV[5])
end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'key', ARGV[1], 'to', ARGV[4])

redis.call('XADD', KEYS[8], '*', 'what', 'alias', 'old', ARGV[1], 'new', ARGV[2],
    't', from.t or 0, 'b', from.b or 0, 'x', from.x or 0, 'comments', moved,
    'who', ARGV[6])
local now = redis.call('HMGET', new, 't', 'b')
return { 'done', now[1], now[2] or '0', moved }
