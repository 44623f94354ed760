-- Begins the session of a moderator whose password was right.
--
-- KEYS  1 the moderators  2 the session
-- ARGV  1 the moderator  2 what Redis had of the password  3 hash of the session
--       4 Unix seconds  5 seconds it lives without being used
--
-- Answers 'done', or 'gone' when the moderator or the password is another one now.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
	return 'gone'
end
redis.call('HSET', KEYS[2], 'id', ARGV[3], 'who', ARGV[1], 't', ARGV[4],
    'p', redis.sha1hex(ARGV[2]))
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 'done'
