-- Gives a comment another text, name and home page: a moderator's edit.
--
-- KEYS  1 the site's comments  2 the ledger
-- ARGV  1 id  2 Unix seconds  3 name or ''  4 home page or ''  5 source  6 HTML
--       7 who does it
--
-- Answers 'done', 'same' when it is that already, 'none' when there is no such comment.

-- include ../comments/index.lua

local call = redis.call
local id, now = ARGV[1], ARGV[2]
local c = call('HMGET', comment(id), 'a', 'st', 'n', 'u', 's')
if not c[1] or c[2] == 'deleted' then
	return 'none'
end
if (c[3] or '') == ARGV[3] and (c[4] or '') == ARGV[4] and c[5] == ARGV[5] then
	return 'same'
end

-- What would raise an error is done first: what was written would stay.
call('XADD', KEYS[2], '*', 'what', 'edit', 'comment', id, 'who', ARGV[7])
for field, value in pairs({ n = ARGV[3], u = ARGV[4] }) do
	if value == '' then
		call('HDEL', comment(id), field)
	else
		call('HSET', comment(id), field, value)
	end
end
call('HSET', comment(id), 's', ARGV[5], 'h', ARGV[6], 'e', now)
if not c[2] then
	changed(article_of(c[1]), now)
end
return 'done'
