-- Makes an article known, unless the site has grown enough.
--
-- KEYS  1 the article  2 its name  3 the site  4 the site's growth  5 that of
--       the network that asks
-- ARGV  1 canonical name  2 title or ''  3 Unix seconds  4 articles a site may
--       have  5 new ones an hour  6 of them from one network
--
-- Answers 1 when the article is known now, else 0.

-- It may have become an alias meanwhile, which has no counts.
if redis.call('HEXISTS', KEYS[1], '>') == 1
    or redis.call('HSETNX', KEYS[1], 't', 0) == 0 then
	return 1
end

-- Comments may have made it known before.
if redis.call('EXISTS', KEYS[2]) == 0 then
	local function grown(key, most)
		local n = redis.call('INCR', key)
		if n == 1 then
			redis.call('EXPIRE', key, 3600)
		end
		return n > tonumber(most)
	end
	local known = tonumber(redis.call('HGET', KEYS[3], 'n') or 0)
	if known >= tonumber(ARGV[4]) or grown(KEYS[5], ARGV[6])
	    or grown(KEYS[4], ARGV[5]) then
		redis.call('HDEL', KEYS[1], 't')
		return 0
	end
	redis.call('HSET', KEYS[2], 'key', ARGV[1], 'first', ARGV[3])
	redis.call('HINCRBY', KEYS[3], 'n', 1)
end
-- What is kept of its comments has no title.
if ARGV[2] ~= '' and redis.call('HSETNX', KEYS[2], 'title', ARGV[2]) == 1
    and redis.call('HEXISTS', KEYS[2], 'ver') == 1 then
	redis.call('HINCRBY', KEYS[2], 'ver', 1)
	redis.call('HSET', KEYS[2], 'mod', ARGV[3])
end
return 1
