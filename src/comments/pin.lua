-- Makes a comment stand first on its article, in the place of another one.
--
-- KEYS  1 the site's comments  2 the ledger
-- ARGV  1 id  2 Unix seconds  3 who does it
--
-- Answers { 'done' or 'same', name of its article, id of the one before or '' };
-- { 'none' } when there is no such comment, { 'reply' } when it is no root, or
-- { 'state', its state } when it is not published.

-- include index.lua

local call = redis.call
local id, now = ARGV[1], ARGV[2]
local c = call('HMGET', comment(id), 'a', 'p', 'st')
if not c[1] then
	return { 'none' }
end
if c[2] then
	return { 'reply' }
end
if c[3] then
	return { 'state', c[3] }
end
local a = article_of(c[1])
local about = call('HMGET', 'n' .. tag .. a, 'key', 'pin')
local name, was = about[1] or '', about[2] or ''
if was == id then
	return { 'same', name, was }
end

-- What would raise an error is done first: what was written would stay.
call('XLEN', KEYS[2])
call('HSET', 'n' .. tag .. a, 'pin', id)
changed(a, now)
call('XADD', KEYS[2], '*', 'what', 'pin', 'article', name, 'was', was, 'is', id, 'who',
    ARGV[3])
return { 'done', name, was }
