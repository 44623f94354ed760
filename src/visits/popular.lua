-- The articles of a site that were visited most.
--
-- KEYS  1 the result, kept for a while  2.. ranks to add up, newest first
-- ARGV  1 how many are wanted  2 seconds to keep the result  3 how many of each
--       day take part  4.. weights of the ranks
--
-- Answers <h> and score, by turns.

local sum = KEYS[1]
if #KEYS == 2 then
	return redis.call('ZREVRANGE', KEYS[2], 0, ARGV[1] - 1, 'WITHSCORES')
end
if redis.call('EXISTS', sum) == 0 then
	-- Only the best of each day: the work is bounded on the largest site.
	local score, any = {}, false
	for i = 2, #KEYS do
		local best = redis.call('ZREVRANGE', KEYS[i], 0, ARGV[3] - 1,
		    'WITHSCORES')
		for j = 1, #best, 2 do
			any = true
			score[best[j]] = (score[best[j]] or 0)
			    + best[j + 1] * ARGV[i + 2]
		end
	end
	if not any then
		return {}
	end
	for h, n in pairs(score) do
		redis.call('ZADD', sum, n, h)
	end
	redis.call('EXPIRE', sum, ARGV[2])
end
return redis.call('ZREVRANGE', sum, 0, ARGV[1] - 1, 'WITHSCORES')
