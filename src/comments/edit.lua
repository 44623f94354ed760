-- Gives a comment another text, for who holds its token.
--
-- KEYS  1 the site's comments
-- ARGV  1 id  2 hash of the edit token  3 Unix seconds  4 seconds that a token is good
--       for  5 source  6 HTML  7 state that the new text asks for: '', held, spam
--       8 its reason  9 reason to hold it if the author is not known, or ''
--
-- Answers { 'done', the comment } or { 'token' }.

-- include index.lua
-- include read.lua
-- include author.lua

local id, now = ARGV[1], ARGV[3]
local c = redis.call('HMGET', comment(id), 'a', 't', 'st', 'k', 'w')
if c[4] ~= ARGV[2] or c[3] == 'deleted' or now - c[2] > tonumber(ARGV[4]) then
	return { 'token' }
end
local a = article_of(c[1])
local state, why = ARGV[7], ARGV[8]
if state == '' and ARGV[9] ~= ''
    and not (c[5] and known('h' .. tag .. c[5], tonumber(now))) then
	state, why = 'held', ARGV[9]
end
redis.call('HSET', comment(id), 's', ARGV[5], 'h', ARGV[6], 'e', now)
if not c[3] then
	if state ~= '' then
		redis.call('HSET', comment(id), 'st', state, 'why', why)
		hide(id, a)
		redis.call('ZADD', 'm' .. tag .. state, by_time(c[2], id), id)
	end
	changed(a, now)
end
return { 'done', (read_reply(id)) }
