-- The newest comments of an article or of the site, replies among them.
--
-- KEYS  1 the site's comments  2 the list of them  3 what has their version
-- ARGV  1 how many  2 bytes after which it is enough
--
-- Answers { version, Unix seconds of the last change }, and then, for each: the comment,
-- canonical name of its article, its title.

-- include index.lua
-- include read.lua

local bytes = tonumber(ARGV[2])
local out = { redis.call('HMGET', KEYS[3], 'ver', 'mod') }
for _, id in ipairs(redis.call('ZREVRANGE', KEYS[2], 0, ARGV[1] - 1)) do
	local c = read_reply(id, 'a')
	local about = redis.call('HMGET', 'n' .. tag .. article_of(c[ARTICLE]), 'key', 'title')
	bytes = bytes - size(c)
	if bytes < 0 and #out > 1 then
		break
	end
	out[#out + 1] = c
	out[#out + 1] = about[1] or ''
	out[#out + 1] = about[2] or ''
end
return out
