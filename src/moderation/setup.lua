-- Makes the first moderator of a site, for who has the token that was printed for it.
--
-- KEYS  1 the token's  2 the moderators  3 the ledger
-- ARGV  1 hash of the token  2 the moderator  3 what Redis keeps of the password
--
-- Answers 'done', or 'gone' when it was used, is too old, or another one.

if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('EXISTS', KEYS[2]) == 1 then
	return 'gone'
end
redis.call('XADD', KEYS[3], '*', 'what', 'moderator', 'name', ARGV[2], 'is', 'add',
    'who', 'setup')
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('DEL', KEYS[1])
return 'done'
