-- Adds to what a day did not count.
--
-- KEYS  1 the site's day
-- ARGV  1 seconds that it is kept, then by turns the reason and how many

for i = 2, #ARGV, 2 do
	redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
