-- A page of an article's comments: roots in the order asked for, each with its first
-- replies.
--
-- KEYS  1 the site's comments  2 the article's name  3, 4 its roots by time, by votes
-- ARGV  1 order: newest, oldest, best  2 how many roots  3 score and 4 id of the root
--       before the page, or ''  5 replies of each root  6 bytes after which a page
--       ends, though it has fewer
--
-- Answers { version, pinned id, published comments, cursor of the last root if others
-- follow, title }, then for each root: the comment, its first replies, how many it has.

-- include index.lua
-- include read.lua

local best = ARGV[1] == 'best'
local set, up = KEYS[best and 4 or 3], ARGV[1] == 'oldest'
local wanted, bytes = tonumber(ARGV[2]), tonumber(ARGV[6])
local about = redis.call('HMGET', KEYS[2], 'ver', 'pin', 'comments', 'title')
local pinned = about[2]
local out = { { about[1], pinned, about[3], false, about[4] } }

-- Roots behind the last one of the page before; equal scores go by id, as the set
-- itself orders them.
local function following(from, skip, n)
	if from == '' then
		return redis.call(up and 'ZRANGE' or 'ZREVRANGE', set, skip,
		    skip + n - 1, 'WITHSCORES')
	end
	return redis.call(up and 'ZRANGEBYSCORE' or 'ZREVRANGEBYSCORE', set, from,
	    up and '+inf' or '-inf', 'WITHSCORES', 'LIMIT', skip, n)
end
local function is_behind(id, score)
	if ARGV[3] == '' or score ~= ARGV[3] then
		return true
	end
	if up then
		return id > ARGV[4]
	end
	return id < ARGV[4]
end

local function add(id)
	local c = read(id)
	local replies = {}
	for i, reply in ipairs(redis.call('ZRANGE', 'k' .. tag .. id, 0, ARGV[5] - 1)) do
		replies[i] = read(reply)
		bytes = bytes - #(replies[i][11] or '')
	end
	bytes = bytes - #(c[11] or '')
	out[#out + 1] = c
	out[#out + 1] = replies
	out[#out + 1] = redis.call('ZCARD', 'k' .. tag .. id)
end

if pinned and ARGV[3] == '' then
	add(pinned)
end
local skip, last, chunk = 0, nil, wanted + 2
while true do
	local some = following(ARGV[3], skip, chunk)
	for i = 1, #some, 2 do
		local id, score = some[i], some[i + 1]
		if id ~= pinned and is_behind(id, score) then
			if wanted == 0 or bytes <= 0 then
				out[1][4] = last
				return out
			end
			add(id)
			last = score .. '.' .. id
			wanted = wanted - 1
		end
	end
	if #some < 2 * chunk then
		return out
	end
	skip = skip + chunk
end
