-- Blocks who wrote a comment, or the network that it came from.
--
-- KEYS  1 the site's comments  2 the blocks  3 the ledger
-- ARGV  1 id  2 author or network  3 hold or refuse  4 Unix seconds until which, or 0
--       5 Unix seconds  6 who does it  7 how many blocks a site may have
--
-- Answers { 'done', the block's name }, { 'none' } when there is no such comment,
-- { 'unknown' } when nobody knows any more who or where that was, { 'limit' }.

-- include index.lua

local call = redis.call
local id, kind, now = ARGV[1], ARGV[2], tonumber(ARGV[5])
local c = call('HMGET', comment(id), 'a', 'st', 'w', 'n')
if not c[1] or c[2] == 'deleted' then
	return { 'none' }
end
local who = c[3]
if kind == 'network' then
	who = call('GET', 'd' .. tag .. id)
end
if not who then
	return { 'unknown' }
end

-- Those that have ended go when the next one comes.
local all = call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
	local ends = tonumber(string.match(all[i + 1], '^%a+\t(%d+)') or 0)
	if ends > 0 and ends <= now then
		call('HDEL', KEYS[2], all[i])
	end
end
local name = kind .. ':' .. who
if call('HEXISTS', KEYS[2], name) == 0
    and call('HLEN', KEYS[2]) >= tonumber(ARGV[7]) then
	return { 'limit' }
end
-- The ledger is for ever, and goes along when the site is exported: it names no network.
call('XADD', KEYS[3], '*', 'what', 'block', 'comment', id,
    'is', kind == 'network' and kind or name, 'who', ARGV[6])
call('HSET', KEYS[2], name, table.concat({ ARGV[3], ARGV[4], ARGV[5], ARGV[6],
    c[4] or '' }, '\t'))
return { 'done', name }
