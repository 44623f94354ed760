-- What moderators look at: comments of one state or of all, newest first, or one and
-- what else its author wrote.
--
-- KEYS  1 the site's comments
-- ARGV  1 held, spam, all or one  2 id to go on below, 0 for the first; or the one
--       3 how many  4 how many to look at, at most  5 who wrote it or ''
--       6 <h> of the article or ''  7... words, one of which it has to have
--
-- Answers { how many are held, how many are spam, the newest id, id to go on below or 0,
-- comments }; each comment is what FIELDS names, then its article: <h>, canonical name,
-- title, 1 when the comment stands first there; and its author: ok and since (keys.h).

-- include ../comments/index.lua

local call = redis.call
local which, after, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local look, who, article = tonumber(ARGV[4]), ARGV[5], ARGV[6]
local last = tonumber(call('HGET', KEYS[1], 'last') or 0)
local FIELDS = { 't', 'e', 'n', 'u', 's', 'h', 'st', 'why', 'w', 'up', 'dn', 'p', 'o', 'a' }
local NAME, URL, TEXT, STATE, AUTHOR, PARENT, ARTICLE = 3, 4, 5, 7, 9, 12, 14

local function has_word(c)
	for _, part in ipairs({ TEXT, NAME, URL }) do
		local text = c[part] or ''
		for i = 7, #ARGV do
			if string.find(text, ARGV[i], 1, true)
			    or string.find(string.lower(text), ARGV[i], 1, true) then
				return true
			end
		end
	end
	return #ARGV < 7
end

local function is_meant(c)
	return c[ARTICLE] and c[STATE] ~= 'deleted' and (who == '' or c[AUTHOR] == who)
	    and (article == '' or article_of(c[ARTICLE]) == article) and has_word(c)
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
	if not is_meant(c) then
		return nil
	end
	local a = article_of(c[ARTICLE])
	local about = call('HMGET', 'n' .. tag .. a, 'key', 'title', 'pin')
	local author = c[AUTHOR] and call('HMGET', 'h' .. tag .. c[AUTHOR], 'ok', 'since')
	    or {}
	c[ARTICLE] = a
	for _, more in ipairs({ about[1] or '', about[2] or '',
	    about[3] == tostring(id) and 1 or 0, author[1] or '', author[2] or '' }) do
		c[#c + 1] = more
	end
	table.insert(c, 1, id)
	return c
end

article = article ~= '' and article_of(article) or ''
local found, go_on, ids = {}, 0, {}
if which == 'one' then
	found[1] = take(ARGV[2])
	who = found[1] and found[1][1 + AUTHOR]
	after = 0
end
if who then
	ids = (which == 'held' or which == 'spam') and listed() or all()
end
for i, id in ipairs(ids) do
	if #found == most or i > look then
		go_on = ids[i - 1] or id
		break
	end
	id = string.format('%.0f', id)
	if which ~= 'one' or id ~= ARGV[2] then
		found[#found + 1] = take(id)
	end
end
return { call('ZCARD', 'm' .. tag .. 'held'), call('ZCARD', 'm' .. tag .. 'spam'), last,
    go_on, found }
