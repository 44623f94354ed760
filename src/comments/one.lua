-- One comment, and where in its thread it is.
--
-- KEYS  1 the site's comments
-- ARGV  1 id  2 order of the roots: newest, oldest, best  3 roots on a page
--
-- Answers { the comment, canonical name of its article, title, cursor of the page that
-- its root is on or '', its place among the replies, from 0, or '' }; nothing when there
-- is none to be seen.

-- include index.lua
-- include read.lua

local id, limit = ARGV[1], tonumber(ARGV[3])
local c, below = read_reply(id, 'a')
if not c[ARTICLE] or c[STATE] and not below then
	return {}
end
local a, root = article_of(c[ARTICLE]), c[ROOT] or id
local about = redis.call('HMGET', 'n' .. tag .. a, 'key', 'title', 'pin')
local set = 't' .. tag .. a .. (ARGV[2] == 'best' and ':best' or ':new')
local down = ARGV[2] ~= 'oldest'

local function rank_of(member)
	return redis.call(down and 'ZREVRANK' or 'ZRANK', set, member)
end

-- The pinned one stands on the first page, and is left out where it would stand.
local pinned = about[3] and rank_of(about[3])
local at, after = rank_of(root), ''
if at and at ~= pinned then
	if pinned and pinned < at then
		at = at - 1
	end
	local before = at - at % limit - 1
	if before >= 0 then
		if pinned and pinned <= before then
			before = before + 1
		end
		local m = redis.call(down and 'ZREVRANGE' or 'ZRANGE', set, before,
		    before, 'WITHSCORES')
		after = m[2] .. '.' .. m[1]
	end
end
local place = c[ROOT] and redis.call('ZRANK', 'k' .. tag .. root, id) or ''
return { c, about[1], about[2] or '', after, place }
