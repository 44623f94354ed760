-- Gives an article its version, when it has none: then readers see its comments.
--
-- KEYS  1 the article's name
-- ARGV  1 version  2 Unix seconds

local name = redis.call('HMGET', KEYS[1], 'key', 'to')
if name[1] and not name[2] then
	if redis.call('HSETNX', KEYS[1], 'ver', ARGV[1]) == 1 then
		redis.call('HSET', KEYS[1], 'mod', ARGV[2])
	end
end
