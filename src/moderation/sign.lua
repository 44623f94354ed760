-- One try to sign in: it counts against two limits, whatever comes of it.
--
-- KEYS  1 the moderators  2, 3 the limits of the network and of the account
--       4 the site's key
-- ARGV  1 the moderator  2, 3 microseconds between tries of a network and how many at
--       once  4, 5 the same of an account  6 how the site's key begins, or ''
--
-- Answers { 'rate', microseconds }, { 'key' } when the site's key is another one, or
-- { 'tell', what there is of the moderator's password or '' }.

-- include ../comments/gcra.lua

if ARGV[6] ~= '' and redis.call('GETRANGE', KEYS[4], 0, 7) ~= ARGV[6] then
	return { 'key' }
end
local now_us = redis_now_us()
local arrivals = {}
for i = 2, 3 do
	local wait, arrival = gcra(KEYS[i], tonumber(ARGV[2 * i - 2]),
	    tonumber(ARGV[2 * i - 1]), now_us)
	if wait then
		return { 'rate', wait }
	end
	arrivals[i] = arrival
end
for i = 2, 3 do
	gcra_keep(KEYS[i], arrivals[i], now_us)
end
return { 'tell', redis.call('HGET', KEYS[1], ARGV[1]) or '' }
