-- Whether comments have as many present replies right below as they say.
--
-- KEYS  1 the site's comments
-- ARGV  ids
--
-- Answers id, the number they have, and that which is right, for each that is wrong.

-- include ../comments/index.lua

local function is(kind, key)
	return redis.call('TYPE', key).ok == kind
end

local function replies(id, root)
	local list, n = 'k' .. tag .. root, 0
	for _, reply in ipairs(is('zset', list) and redis.call('ZRANGE', list, 0, -1) or {}) do
		if is('hash', comment(reply)) and redis.call('HGET', comment(reply), 'p') == id then
			n = n + 1
		end
	end
	return n
end

local out = {}
for _, id in ipairs(ARGV) do
	if is('hash', comment(id)) then
		local c = redis.call('HMGET', comment(id), 'r', 'ks')
		local n, ks = replies(id, c[1] or id), tonumber(c[2] or 0)
		if n ~= ks then
			out[#out + 1] = id
			out[#out + 1] = c[2] or '0'
			out[#out + 1] = n
		end
	end
end
return out
