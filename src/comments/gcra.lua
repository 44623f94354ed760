-- A limit by the generic cell rate algorithm: the key holds the theoretical arrival
-- time, in microseconds.  At most `burst` events at once, then one each `every_us`.
-- Returns nil and the time to keep when an event is allowed now, else how many
-- microseconds it has to wait.  Nothing is written.
local function gcra(key, every_us, burst, now_us)
	local allowance = every_us * burst
	local arrival = tonumber(redis.call('GET', key) or 0)
	-- The clock was set back: nobody is locked out for longer than by the limit.
	if arrival - now_us > 2 * allowance then
		arrival = now_us + allowance
	end
	local later = math.max(arrival, now_us) + every_us
	if later - now_us > allowance then
		return later - now_us - allowance
	end
	return nil, later
end

local function gcra_keep(key, later, now_us)
	if later <= now_us then
		return
	end
	redis.call('SET', key, string.format('%.0f', later), 'PX',
	    math.ceil((later - now_us) / 1000))
end

local function redis_now_us()
	local t = redis.call('TIME')
	return t[1] * 1000000 + t[2]
end
