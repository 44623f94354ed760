-- Saves a site's list, unless it was changed since it was read.
--
-- KEYS  1 the list  2 the ledger
-- ARGV  1 version that was read, '' of none  2 text, '' for none  3 its version
--       4 how many rows it has  5 Unix seconds  6 who does it
--
-- Answers { 'done' }, { 'same' } when that is what it is, or { 'other', text, version,
-- Unix seconds, who } of what somebody else made of it.

local call = redis.call
local was = call('HGET', KEYS[1], 'ver') or ''
if was == ARGV[3] then
	return { 'same' }
end
if was ~= ARGV[1] then
	local is = call('HMGET', KEYS[1], 'text', 'ver', 't', 'who')
	return { 'other', is[1], is[2], is[3], is[4] }
end
call('XADD', KEYS[2], '*', 'what', 'list', 'is', ARGV[4], 'who', ARGV[6])
if ARGV[2] == '' then
	call('DEL', KEYS[1])
else
	call('HSET', KEYS[1], 'text', ARGV[2], 'ver', ARGV[3], 't', ARGV[5],
	    'who', ARGV[6])
end
return { 'done' }
