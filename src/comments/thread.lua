-- A page of an article's comments: roots in the order asked for, each with its first
-- replies.
--
-- KEYS  1 the site's comments  2 the article's name  3, 4 its roots by time, by votes
-- ARGV  1 order: newest, oldest, best  2 how many roots  3 score and 4 id of the root
--       before the page, or ''  5 replies of each root  6 bytes after which a page
--       ends, though it has fewer of both; but one root beside the pinned one it has
--
-- Answers { version, pinned id, published comments, cursor of the last root if others
-- follow, title }, then for each root: the comment, its first replies, how many it has.

-- include index.lua
-- include read.lua

local best = ARGV[1] == 'best'
local set, up = KEYS[best and 4 or 3], ARGV[1] == 'oldest'
local wanted, first, bytes = tonumber(ARGV[2]), tonumber(ARGV[5]), tonumber(ARGV[6])
local half = bytes / 2
local about = redis.call('HMGET', KEYS[2], 'ver', 'pin', 'comments', 'title')
local pinned = about[2]
local out = { { about[1], pinned, about[3], false, about[4] } }

-- Roots from that of the page before on, and whether one is behind it: equal scores go
-- by id, as the set itself orders them.  Scores are dear to print: few are asked for.
local function following(skip, n)
	if ARGV[3] == '' then
		return redis.call(up and 'ZRANGE' or 'ZREVRANGE', set, skip, skip + n - 1)
	end
	return redis.call(up and 'ZRANGEBYSCORE' or 'ZREVRANGEBYSCORE', set, ARGV[3],
	    up and '+inf' or '-inf', 'LIMIT', skip, n)
end
local past = ARGV[3] == ''
local function is_behind(id)
	past = past or redis.call('ZSCORE', set, id) ~= ARGV[3]
	if past then
		return true
	end
	if up then
		return id > ARGV[4]
	end
	return id < ARGV[4]
end

local function add(id)
	local c, below = read(id)
	local replies, total = {}, 0
	bytes = bytes - size(c)
	if below then
		local ids = redis.call('ZRANGE', 'k' .. tag .. id, 0, first - 1)
		for i, reply in ipairs(ids) do
			if bytes <= 0 then
				break
			end
			replies[i] = read_reply(reply)
			bytes = bytes - size(replies[i])
		end
		total = #ids < first and #ids or redis.call('ZCARD', 'k' .. tag .. id)
	end
	out[#out + 1] = c
	out[#out + 1] = replies
	out[#out + 1] = total
end

-- Others have to find room beside it.
if pinned and ARGV[3] == '' then
	bytes = half
	add(pinned)
	bytes = half + math.max(bytes, 0)
end
local skip, last, chunk = 0, nil, wanted + 2
while true do
	local some = following(skip, chunk)
	for _, id in ipairs(some) do
		if id ~= pinned and is_behind(id) then
			if last and (wanted == 0 or bytes <= 0) then
				out[1][4] = redis.call('ZSCORE', set, last) .. '.' .. last
				return out
			end
			add(id)
			last = id
			wanted = wanted - 1
		end
	end
	if #some < chunk then
		return out
	end
	skip = skip + chunk
end
