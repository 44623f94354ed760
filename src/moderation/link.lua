-- Does what a signed link is for, once: whoever used it first has used it up, whatever
-- came of it.
--
-- KEYS  1 the site's comments  2 the ledger  3 the link
-- ARGV  1 id  2 state  3 reason or ''  4 Unix seconds  5 what that is called and 6 who
--       does it, for the ledger  7 seconds that an author is remembered  8 seconds that
--       the link is good for yet
--
-- Answers { 'used' }, or what turn.lua returns.

-- include ../comments/index.lua
-- include ../comments/turn.lua

if redis.call('EXISTS', KEYS[3]) == 1 then
	return { 'used' }
end
local said = turn(ARGV[1], ARGV[2], ARGV[3], ARGV[4], { KEYS[2], ARGV[5], ARGV[6], ARGV[7] })
redis.call('SET', KEYS[3], '', 'NX', 'EX', ARGV[8])
return said
