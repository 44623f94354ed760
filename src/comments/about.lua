-- What the text of a comment is judged beside.
--
-- KEYS  1 the site's comments
-- ARGV  1 id
--
-- Answers { name, home page, canonical name of the article, its title, version of the
-- site's list }, each '' when there is none.

-- include index.lua

local c = redis.call('HMGET', comment(ARGV[1]), 'n', 'u', 'a')
local about = c[3] and redis.call('HMGET', 'n' .. tag .. article_of(c[3]), 'key', 'title')
    or {}
local list = redis.call('HGET', 'd' .. tag .. 'list', 'ver')
return { c[1] or '', c[2] or '', about[1] or '', about[2] or '', list or '' }
