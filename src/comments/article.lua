-- Changes what moderators decide of an article, which becomes known if it is not.
--
-- KEYS  1 the site's comments  2 the site  3 the ledger
-- ARGV  1 <h> of the article  2 its canonical name  3 field: closed or pin  4 value, or
--       '' to take it away  5 Unix seconds  6 what that is called  7 who does it
--
-- Answers { 'done' or 'same', name of the article that it has become, value before or
-- '' }.

-- include index.lua

local call = redis.call
local a, field, value, now = article_of(ARGV[1]), ARGV[3], ARGV[4], ARGV[5]
local about = call('HMGET', 'n' .. tag .. a, 'key', field)
local name, was = about[1] or ARGV[2], about[2] or ''
if was == value then
	return { 'same', name, was }
end

-- What would raise an error is done first: what was written would stay.
call('XLEN', KEYS[3])
if not about[1] then
	call('HINCRBY', KEYS[2], 'n', 1)
	call('HSET', 'n' .. tag .. a, 'key', name, 'first', now)
end
if value == '' then
	call('HDEL', 'n' .. tag .. a, field)
else
	call('HSET', 'n' .. tag .. a, field, value)
end
changed(a, now)
call('XADD', KEYS[3], '*', 'what', ARGV[6], 'article', name, 'was', was, 'is', value,
    'who', ARGV[7])
return { 'done', name, was }
