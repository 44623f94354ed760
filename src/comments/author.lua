-- Whether an author is known here, by the key of h:{site}:<v>: whoever was approved by a
-- moderator, and who has been read here for a day.
local function known(key, now)
	local who = redis.call('HMGET', key, 'ok', 'since')
	return who[1] or (who[2] and now - who[2] > 86400)
end
