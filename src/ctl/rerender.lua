-- Gives a comment other HTML, if it still says what that was made from.
--
-- KEYS  1 the site's comments
-- ARGV  1 id  2 source  3 HTML  4 Unix seconds
--
-- Answers 1 when it did.

-- include ../comments/index.lua

local c = redis.call('HMGET', comment(ARGV[1]), 's', 'a', 'st')
if c[1] ~= ARGV[2] then
	return 0
end
redis.call('HSET', comment(ARGV[1]), 'h', ARGV[3])
if not c[3] then
	changed(article_of(c[2]), ARGV[4])
end
return 1
