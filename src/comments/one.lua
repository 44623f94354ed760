-- One comment, and where in its thread it is.
--
-- KEYS  1 the site's comments
-- ARGV  1 id  2 order of the roots: newest, oldest, best  3 <h> of the article that it
--       has to be of, or ''  4 replies that come with a root  5 bytes after which a page
--       ends
--
-- Answers { the comment, canonical name of its article, title, cursor of the root before
-- its root or '', its place among the replies, from 0, or '', id of the reply before it
-- or '', 1 when it comes with its root }; nothing when there is none to be seen.

-- include index.lua
-- include read.lua

local id, most = ARGV[1], tonumber(ARGV[4])
local c, below = read_reply(id, 'a')
if not c[ARTICLE] or c[STATE] and not below then
	return {}
end
local a, root = article_of(c[ARTICLE]), c[ROOT] or id
if ARGV[3] ~= '' and article_of(ARGV[3]) ~= a then
	return {}
end
local about = redis.call('HMGET', 'n' .. tag .. a, 'key', 'title', 'pin')
local set = 't' .. tag .. a .. (ARGV[2] == 'best' and ':best' or ':new')
local down = ARGV[2] ~= 'oldest'

-- The pinned one stands on the first page, and is left out where it would stand.
local function cursor()
	local at = redis.call(down and 'ZREVRANK' or 'ZRANK', set, root)
	if not at or root == about[3] then
		return ''
	end
	local before = redis.call(down and 'ZREVRANGE' or 'ZRANGE', set,
	    math.max(at - 2, 0), at, 'WITHSCORES')
	for i = #before - 3, 1, -2 do
		if before[i] ~= about[3] then
			return before[i + 1] .. '.' .. before[i]
		end
	end
	return ''
end

-- Those before it may take the place, as long as half of the bytes: as many there
-- are for any root that a page begins with.
local function comes_along(place)
	if place >= most then
		return 0
	end
	local bytes = ARGV[5] / 2 - size((read(root)))
	for _, reply in ipairs(redis.call('ZRANGE', 'k' .. tag .. root, 0, place)) do
		if reply ~= id then
			bytes = bytes - size((read(reply)))
		end
	end
	return bytes > 0 and 1 or 0
end

local place = c[ROOT] and redis.call('ZRANK', 'k' .. tag .. root, id)
if not place then
	return { c, about[1], about[2] or '', cursor(), '', '', 1 }
end
local before = place > 0
    and redis.call('ZRANGE', 'k' .. tag .. root, place - 1, place - 1)[1]
return { c, about[1], about[2] or '', cursor(), place, before or '', comes_along(place) }
