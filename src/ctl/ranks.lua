-- Articles as a rank has them, and as they are.
--
-- KEYS  1 the rank  2.. articles
-- ARGV  1 the field that it ranks  then <h> of the articles
--
-- Answers for each its score, the field, and t: nothing for what is not there, or
-- is no article.

local out = {}
for i = 2, #KEYS do
	out[#out + 1] = redis.call('ZSCORE', KEYS[1], ARGV[i])
	local a = { false, false }
	if redis.call('TYPE', KEYS[i]).ok == 'hash' then
		a = redis.call('HMGET', KEYS[i], ARGV[1], 't')
	end
	out[#out + 1] = a[1]
	out[#out + 1] = a[2]
end
return out
