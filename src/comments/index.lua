-- Where a comment stands in the lists of its thread and site.  KEYS[1] is c:{site};
-- comments are found by their ids, so the keys of what was read are made from it.
--
-- A comment is present in its thread while it is published or has present replies: then
-- it is a stub.  `ks` counts the present replies directly below.

local tag = string.sub(KEYS[1], 2) .. ':'

-- How many of the newest the site and an article keep.  Readers get far fewer: the
-- others stand in for what is taken away.
local RECENT, LAST = 500, 200

local function comment(id)
	return 'c' .. tag .. id
end

-- By time, and by id within a second; exact in a double until the year 2106.
local function by_time(t, id)
	return string.format('%.0f', t * 2097152 + id % 2097152)
end

-- The lower end of the 95 % confidence interval of a share (Wilson, 1927).
local function wilson(yes, n)
	if n == 0 then
		return 0
	end
	local z2, p = 3.8416, yes / n
	return (p + z2 / (2 * n)
	    - math.sqrt(z2 * (p * (1 - p) + z2 / (4 * n)) / n)) / (1 + z2 / n)
end

-- How sure it is that readers like it, less how sure that they do not; of equals the
-- newer one is better.
local function by_votes(up, down, t, id)
	local n = up + down
	local liked = wilson(up, n) - wilson(down, n)
	return string.format('%.0f', math.floor((liked + 1) * 8192) * 549755813888
	    + t * 128 + id % 128)
end

-- The hash of the article that a comment's article has become.
local function article_of(a)
	return redis.call('HGET', 'n' .. tag .. a, 'to') or a
end

-- Something that readers see has changed: pages kept elsewhere are out of date.
local function changed(a, now)
	for _, key in ipairs({ 'n' .. tag .. a, KEYS[1] }) do
		if redis.call('HINCRBY', key, 'ver', 1) == 1 then
			redis.call('HSET', key, 'ver', now .. '000')
		end
		redis.call('HSET', key, 'mod', now)
	end
end

local function rank(id, a, t, up, down)
	redis.call('ZADD', 't' .. tag .. a .. ':best',
	    by_votes(up or 0, down or 0, t, id), id)
end

-- Puts a comment into its thread, and the stubs above it that are not there.
local function place(id, a)
	local c = redis.call('HMGET', comment(id), 'p', 'r', 't', 'up', 'dn')
	if not c[1] then
		redis.call('ZADD', 't' .. tag .. a .. ':new', by_time(c[3], id), id)
		rank(id, a, c[3], c[4], c[5])
		return
	end
	redis.call('ZADD', 'k' .. tag .. c[2], by_time(c[3], id), id)
	local above = redis.call('HGET', comment(c[1]), 'st')
	if redis.call('HINCRBY', comment(c[1]), 'ks', 1) == 1 and above then
		place(c[1], a)
	end
end

-- Takes it out of its thread, and the stubs above it that have nothing left below.
local function displace(id, a)
	local c = redis.call('HMGET', comment(id), 'p', 'r')
	if not c[1] then
		redis.call('ZREM', 't' .. tag .. a .. ':new', id)
		redis.call('ZREM', 't' .. tag .. a .. ':best', id)
		return
	end
	redis.call('ZREM', 'k' .. tag .. c[2], id)
	local above = redis.call('HGET', comment(c[1]), 'st')
	if redis.call('HINCRBY', comment(c[1]), 'ks', -1) == 0 then
		redis.call('HDEL', comment(c[1]), 'ks')
		if above then
			displace(c[1], a)
		end
	end
end

-- Puts a comment into a list of the newest, which has `most` of them.
local function newest(list, most, id, t)
	redis.call('ZADD', list, by_time(t, id), id)
	redis.call('ZREMRANGEBYRANK', list, 0, -most - 1)
end

-- A comment that has no state set is now seen, or one is no more.
local function show(id, a, t)
	if tonumber(redis.call('HGET', comment(id), 'ks') or 0) == 0 then
		place(id, a)
	end
	newest('m' .. tag .. 'recent', RECENT, id, t)
	newest('t' .. tag .. a .. ':last', LAST, id, t)
	redis.call('HINCRBY', 'n' .. tag .. a, 'comments', 1)
end

local function hide(id, a)
	if tonumber(redis.call('HGET', comment(id), 'ks') or 0) == 0 then
		displace(id, a)
	end
	redis.call('ZREM', 'm' .. tag .. 'recent', id)
	redis.call('ZREM', 't' .. tag .. a .. ':last', id)
	redis.call('HINCRBY', 'n' .. tag .. a, 'comments', -1)
	if redis.call('HGET', 'n' .. tag .. a, 'pin') == id then
		redis.call('HDEL', 'n' .. tag .. a, 'pin')
	end
end
