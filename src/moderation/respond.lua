-- Writes a reply of the site's owner, which is published at once.
--
-- KEYS  1 the site's comments  2 the ledger  3 the key of the form
-- ARGV  1 id of the parent  2 Unix seconds  3 name  4 source  5 HTML  6 avatar
--       7 depth that replies may have  8 largest id  9 seconds that the form's key is
--       remembered  10 hash of the request, 32 digits
--
-- Answers { 'done' or 'again', id }, { 'none' } when there is no such comment,
-- { 'state', its state } when nobody could see the reply, { 'deep' }, { 'limit' } when
-- the site has no more ids, { 'other' } when the form's key stands for another reply.

-- include ../comments/index.lua

local call = redis.call
local parent, now = ARGV[1], ARGV[2]
local was = call('GET', KEYS[3])
if was then
	if string.sub(was, 1, 32) ~= ARGV[10] then
		return { 'other' }
	end
	return { 'again', string.sub(was, 33) }
end
local p = call('HMGET', comment(parent), 'a', 'r', 'd', 'st')
if not p[1] or p[4] == 'deleted' then
	return { 'none' }
end
if p[4] then
	return { 'state', p[4] }
end
local root, depth = p[2] or parent, (p[3] or 0) + 1
if depth > tonumber(ARGV[7]) then
	return { 'deep' }
end
local last = tonumber(call('HGET', KEYS[1], 'last') or 0)
if last >= tonumber(ARGV[8]) then
	return { 'limit' }
end

local id = string.format('%.0f', last + 1)
local a = article_of(p[1])
call('XADD', KEYS[2], '*', 'what', 'reply', 'comment', id, 'who', ARGV[3])
call('HSET', KEYS[1], 'last', id)
call('HSET', comment(id), 'a', a, 't', now, 'p', parent, 'r', root, 'd', depth,
    'n', ARGV[3], 's', ARGV[4], 'h', ARGV[5], 'v', ARGV[6], 'o', 1)
show(id, a, now)
changed(a, now)
call('SET', KEYS[3], ARGV[10] .. id, 'EX', ARGV[9])
return { 'done', id }
