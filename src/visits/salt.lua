-- The salts of today and yesterday; today's is made when it is missing.
--
-- KEYS  1 today's salt  2 yesterday's
-- ARGV  1 a fresh one  2 seconds that it is kept

redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2])
return redis.call('MGET', KEYS[1], KEYS[2])
