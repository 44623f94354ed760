-- All that is kept of an article, at one moment.  What has another type than it
-- should is left out.
--
-- KEYS  1 the article  2 its name  3 its aliases  4 ranks of all days
-- ARGV  1 <h> of the article
--
-- Answers its fields, those of its name, <h> of its aliases, and its rank.

local function has(key, kind)
	return redis.call('TYPE', key).ok == kind
end

local out = { {}, {}, {}, false }
for i = 1, 2 do
	if has(KEYS[i], 'hash') then
		out[i] = redis.call('HGETALL', KEYS[i])
	end
end
if has(KEYS[3], 'set') then
	out[3] = redis.call('SMEMBERS', KEYS[3])
end
if has(KEYS[4], 'zset') then
	out[4] = redis.call('ZSCORE', KEYS[4], ARGV[1])
end
return out
