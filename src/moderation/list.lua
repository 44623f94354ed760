-- What moderators look at: comments of one state or of all, newest first, or one and
-- what else its author wrote.
--
-- KEYS  1 the site's comments
-- ARGV  1 held, spam, all or one  2 id to go on below, 0 for the first; or the one
--       3 how many  4 how many to look at, at most  5 how many bytes of them to search
--       6 who wrote it or ''  7 <h> of the article or ''  8... words, one of which it has
--       to have
--
-- Answers { how many are held, how many are spam, id to go on below or 0, comments, of
-- those that the author of the one wrote: published, held, spam }; each comment is what
-- FIELDS names, then its article: <h>, canonical name, title, 1 when the comment stands
-- first there; its author: ok and since (keys.h); and 1 while the network that it came
-- from is known.

-- include ../comments/index.lua

local call = redis.call
local which, after, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local look, bytes, who, article = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6], ARGV[7]
local last = tonumber(call('HGET', KEYS[1], 'last') or 0)
local FIELDS = { 't', 'e', 'n', 'u', 's', 'h', 'st', 'why', 'w', 'p', 'o', 'a' }
local AUTHOR, ARTICLE = 9, 12

-- Small letters of ASCII are all that Lua knows, so each word comes in the forms that it
-- has with others; one that does not show has none of them.
local words = {}
for i = 8, #ARGV do
	if ARGV[i] ~= '' then
		words[string.lower(ARGV[i])] = true
	end
end

local function has_word(source, name, home)
	local text = string.lower((source or '') .. '\n' .. (name or '') .. '\n'
	    .. (home or ''))
	bytes = bytes - #text
	for word in pairs(words) do
		if string.find(text, word, 1, true) then
			return true
		end
	end
	return false
end

-- Few articles have become others, and few have the comments of a page.
local became = {}
local function article_now(a)
	became[a] = became[a] or article_of(a)
	return became[a]
end

-- Its state, or nil when it is not meant.
local DECIDING = next(words) and { 'a', 'st', 'w', 's', 'n', 'u' } or { 'a', 'st', 'w' }
local function meant(id)
	local c = call('HMGET', comment(id), unpack(DECIDING))
	if c[1] and c[2] ~= 'deleted' and (who == '' or c[3] == who)
	    and (article == '' or article_now(c[1]) == article)
	    and (not next(words) or has_word(c[4], c[5], c[6])) then
		return c[2] or 'published'
	end
end

-- The ids to look at, one after the other.
local function listed()
	local from = '+inf'
	if after > 0 then
		local t = call('HGET', comment(after), 't')
		from = t and '(' .. by_time(t, after) or from
	end
	return call('ZREVRANGEBYSCORE', 'm' .. tag .. which, from, '-inf',
	    'LIMIT', 0, look + 1)
end
local function all()
	local ids, from = {}, after > 0 and math.min(after - 1, last) or last
	for id = from, math.max(1, from - look), -1 do
		ids[#ids + 1] = id
	end
	return ids
end

local function take(id)
	local c = call('HMGET', comment(id), unpack(FIELDS))
	local a = article_now(c[ARTICLE])
	local about = call('HMGET', 'n' .. tag .. a, 'key', 'title', 'pin')
	local author = c[AUTHOR] and call('HMGET', 'h' .. tag .. c[AUTHOR], 'ok', 'since')
	    or {}
	c[ARTICLE] = a
	for _, more in ipairs({ about[1] or '', about[2] or '', about[3] == id and 1 or 0,
	    author[1] or '', author[2] or '', call('EXISTS', 'd' .. tag .. id) }) do
		c[#c + 1] = more
	end
	table.insert(c, 1, id)
	return c
end

article = article ~= '' and article_of(article) or ''
local found, go_on, ids, by = {}, 0, {}, { published = 0, held = 0, spam = 0 }
if which == 'one' then
	if meant(ARGV[2]) then
		found[1] = take(ARGV[2])
		who = found[1][1 + AUTHOR]
		after = 0
		ids = who and all() or ids
	end
else
	ids = which == 'all' and all() or listed()
end
for i, id in ipairs(ids) do
	if i > look or bytes <= 0 or (#found == most and which ~= 'one') then
		go_on = ids[i - 1] or after
		break
	end
	id = string.format('%.0f', id)
	local state = meant(id)
	if state then
		by[state] = by[state] + 1
		if #found < most and (which ~= 'one' or id ~= ARGV[2]) then
			found[#found + 1] = take(id)
		end
	end
end
return { call('ZCARD', 'm' .. tag .. 'held'), call('ZCARD', 'm' .. tag .. 'spam'),
    go_on, found, by.published, by.held, by.spam }
