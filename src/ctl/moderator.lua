-- Makes or removes a moderator, or changes a password.
--
-- KEYS  1 the moderators  2 the ledger
-- ARGV  1 add, password or remove  2 name  3 what Redis keeps of the password, or ''
--       4 who does it
--
-- Answers 'done', 'there' when there is one of that name already, or 'none'.

local call = redis.call
local is_there = call('HEXISTS', KEYS[1], ARGV[2]) == 1
if ARGV[1] == 'add' and is_there then
	return 'there'
end
if ARGV[1] ~= 'add' and not is_there then
	return 'none'
end
call('XADD', KEYS[2], '*', 'what', 'moderator', 'name', ARGV[2], 'is', ARGV[1],
    'who', ARGV[4])
if ARGV[1] == 'remove' then
	call('HDEL', KEYS[1], ARGV[2])
else
	call('HSET', KEYS[1], ARGV[2], ARGV[3])
end
return 'done'
