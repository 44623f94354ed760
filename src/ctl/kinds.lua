-- What keys are.
--
-- KEYS  any
--
-- Answers for each its type, its seconds to live (-1: for ever, -2: it is gone),
-- and of a string its length and first 32 bytes.

local out = {}
for i = 1, #KEYS do
	local kind = redis.call('TYPE', KEYS[i]).ok
	out[#out + 1] = kind
	out[#out + 1] = redis.call('TTL', KEYS[i])
	if kind == 'string' then
		out[#out + 1] = redis.call('STRLEN', KEYS[i])
		out[#out + 1] = redis.call('GETRANGE', KEYS[i], 0, 31)
	else
		out[#out + 1] = 0
		out[#out + 1] = ''
	end
end
return out
