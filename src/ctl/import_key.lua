-- Writes the site's key, unless there is one.
--
-- KEYS  1 the key
-- ARGV  1 n: write nothing  2 32 bytes
--
-- Answers { 'new' }, { 'same' } or { 'other' }.

local there = redis.call('GET', KEYS[1])
if there then
	return { there == ARGV[2] and 'same' or 'other' }
end
if ARGV[1] ~= 'n' then
	redis.call('SET', KEYS[1], ARGV[2])
end
return { 'new' }
