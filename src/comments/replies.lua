-- The replies below a root, oldest first.
--
-- KEYS  1 the site's comments  2 the replies of the root
-- ARGV  1 how many  2 id of the reply before, or ''  3 bytes after which it is enough
--       4 id of the root
--
-- Answers whether others follow, and then the comments; nothing when there is no such
-- reply, or no such root to be seen.

-- include index.lua
-- include read.lua

local root = redis.call('HMGET', comment(ARGV[4]), 'a', 'p', 'st', 'ks')
if not root[1] or root[2] or root[3] and not root[4] then
	return {}
end
local wanted, bytes, from = tonumber(ARGV[1]), tonumber(ARGV[3]), '-inf'
if ARGV[2] ~= '' then
	local t = redis.call('HGET', comment(ARGV[2]), 't')
	if not t then
		return {}
	end
	from = '(' .. by_time(t, ARGV[2])
end
local out = { 0 }
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], from, '+inf', 'LIMIT', 0, wanted + 1)
for i, id in ipairs(ids) do
	if i > wanted or bytes <= 0 then
		out[1] = 1
		break
	end
	out[i + 1] = read_reply(id)
	bytes = bytes - size(out[i + 1])
end
return out
