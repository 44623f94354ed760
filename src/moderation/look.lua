-- Looks for a session, which lives on then if it is used.
--
-- KEYS  1 the moderators  2 the session
-- ARGV  1 hash of the session  2 Unix seconds  3 seconds it lives without being used,
--       0 if this is no use  4 and in all
--
-- Answers { the moderator }, or nothing when there is no such session any more.

local s = redis.call('HMGET', KEYS[2], 'id', 'who', 't', 'p')
if s[1] ~= ARGV[1] then
	return {}
end
local left = s[3] + ARGV[4] - ARGV[2]
local password = redis.call('HGET', KEYS[1], s[2])
if left <= 0 or not password or redis.sha1hex(password) ~= s[4] then
	redis.call('DEL', KEYS[2])
	return {}
end
if ARGV[3] ~= '0' then
	redis.call('EXPIRE', KEYS[2], math.min(left, tonumber(ARGV[3])))
end
return { s[2] }
