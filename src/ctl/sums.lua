-- The sums that a site has, and how often `afterword` changed something.
--
-- KEYS  1 the site  2 the ledger
--
-- Answers t, b, x, n and the length of the ledger.

local out = { false, false, false, false }
if redis.call('TYPE', KEYS[1]).ok == 'hash' then
	out = redis.call('HMGET', KEYS[1], 't', 'b', 'x', 'n')
end
local kind = redis.call('TYPE', KEYS[2]).ok
out[5] = kind == 'stream' and redis.call('XLEN', KEYS[2]) or 0
return out
