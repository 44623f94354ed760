-- Deletes comments that have waited for long, oldest first: one short step.
--
-- KEYS  1 the site's comments  2 a list of those that wait
-- ARGV  1 score to go on behind, or ''  2 Unix seconds  3 seconds that they are kept
--       4 how many to look at and 5 to delete, at most
--
-- Answers { how many it deleted, score to go on behind, or '' at the end }.

-- include index.lua
-- include turn.lua

local before = ARGV[2] - ARGV[3]
local found = redis.call('ZRANGEBYSCORE', KEYS[2],
    ARGV[1] == '' and '-inf' or '(' .. ARGV[1], '(' .. by_time(before, 0), 'WITHSCORES',
    'LIMIT', 0, ARGV[4])
local n, most, on = 0, tonumber(ARGV[5]), ''
for i = 1, #found, 2 do
	local id = found[i]
	-- A moderator may have held or condemned it long after it was written.
	if tonumber(redis.call('HGET', comment(id), 'ts') or 0) < before then
		turn(id, 'deleted', '', ARGV[2])
		redis.call('HDEL', comment(id), 'k')
		n = n + 1
	end
	if n == most or i + 1 == 2 * tonumber(ARGV[4]) then
		on = found[i + 1]
		break
	end
end
return { n, on }
