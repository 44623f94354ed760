-- The numbers of many articles.
--
-- KEYS  the article and its name, for each
-- ARGV  1 day
--
-- Answers t, b, today, name it moved to, comments, for each.

local out = {}
for i = 1, #KEYS, 2 do
	local a = redis.call('HMGET', KEYS[i], 't', 'b', ARGV[1], '>')
	out[#out + 1] = a[1]
	out[#out + 1] = a[2]
	out[#out + 1] = a[3]
	out[#out + 1] = a[4]
	out[#out + 1] = redis.call('HGET', KEYS[i + 1], 'comments')
end
return out
