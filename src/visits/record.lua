-- One load of an article: decides whether it counts, counts it, and answers
-- with the numbers, in one step.
--
-- KEYS  1 the article  2 the visitor's window  3 the article's readers
--       4 the site  5 the site's readers  6 ranks of the day  7 ranks of all days
--       8 the window under yesterday's id, while one may still be open
-- ARGV  1 what to do: visit, bot, look  2 visitor  3 whether readers are
--       estimated: 1 or 0  4 day  5 window in seconds, 0 for none  6 days to
--       keep  7 seconds that readers are kept  8 and ranks
--
-- Answers { state, t, b, today, yesterday, readers, site t, site b, site today }
-- where state is counted, window, looked or unknown; or { moved, name }.

local article, site, day = KEYS[1], KEYS[4], ARGV[4]
local a = redis.call('HMGET', article, 't', 'b', day, day - 1, '-' .. day, '>')
if a[6] then
	return { 'moved', a[6] }
end
local s = redis.call('HMGET', site, 't', 'b', day)

local function answer(state)
	return { state, a[1], a[2], a[3], a[4], a[5], s[1], s[2], s[3] }
end

if not a[1] then
	return answer('unknown')
end
if ARGV[1] == 'bot' then
	redis.call('HINCRBY', article, 'x', 1)
	redis.call('HINCRBY', site, 'x', 1)
end
if ARGV[1] ~= 'visit' then
	return answer('looked')
end
if ARGV[5] ~= '0' then
	if KEYS[8] and redis.call('EXISTS', KEYS[8]) == 1 then
		return answer('window')
	end
	if not redis.call('SET', KEYS[2], '', 'NX', 'EX', ARGV[5]) then
		return answer('window')
	end
end

-- Lua's numbers are doubles: beyond 2^53 the exact text is fetched.
local function increment(key, field)
	local n = redis.call('HINCRBY', key, field, 1)
	if n >= 9007199254740992 then
		return redis.call('HGET', key, field)
	end
	return n
end

-- Days that are no longer kept go with the first visit of a day.
local function forget(key)
	local oldest, old = day - ARGV[6], {}
	for _, field in ipairs(redis.call('HKEYS', key)) do
		local of = tonumber(field)
		if of and math.abs(of) <= oldest then
			old[#old + 1] = field
		end
	end
	for i = 1, #old, 1000 do
		redis.call('HDEL', key, unpack(old, i, math.min(i + 999, #old)))
	end
end

-- The count stands in the hash as soon as it changes: it outlives the sketch.
local function read_by(sketch, key)
	if redis.call('PFADD', sketch, ARGV[2]) == 0 then
		return nil
	end
	local n = redis.call('PFCOUNT', sketch)
	if n == 1 then
		redis.call('EXPIRE', sketch, ARGV[7])
	end
	redis.call('HSET', key, '-' .. day, n)
	return n
end

a[1] = increment(article, 't')
a[3] = increment(article, day)
s[1] = increment(site, 't')
s[3] = increment(site, day)
if ARGV[3] == '1' then
	a[5] = read_by(KEYS[3], article) or a[5]
	read_by(KEYS[5], site)
end
local h = string.sub(article, -16)
redis.call('ZINCRBY', KEYS[6], 1, h)
redis.call('ZINCRBY', KEYS[7], 1, h)
if a[3] == 1 then
	forget(article)
end
if s[3] == 1 then
	forget(site)
	redis.call('EXPIRE', KEYS[6], ARGV[8])
end
return answer('counted')
