-- Counts a reader's vote on a comment: one each, which may change or be taken back.
--
-- KEYS  1 the site's comments  2 the comment's voters  3 the network's limit
--       4 the site's key
-- ARGV  1 id  2 vote: 1, -1 or 0  3 the voter, for  4 the voter, against
--       5 Unix seconds  6 seconds that voters are remembered
--       7 microseconds between votes  8 how many at once
--       9 how the site's key begins, or ''
--
-- Answers { 'done', up, down }, { 'none' } when there is no such comment,
-- { 'rate', microseconds }, { 'key' } when the site's key is another one.

-- include index.lua
-- include gcra.lua

if ARGV[9] ~= '' and redis.call('GETRANGE', KEYS[4], 0, 7) ~= ARGV[9] then
	return { 'key' }
end
local id, vote, now = ARGV[1], tonumber(ARGV[2]), ARGV[5]
local c = redis.call('HMGET', comment(id), 'a', 't', 'st', 'up', 'dn', 'p')
if not c[1] or c[3] then
	return { 'none' }
end
local up, down = tonumber(c[4] or 0), tonumber(c[5] or 0)
local was_up = redis.call('SISMEMBER', KEYS[2], ARGV[3])
local was_down = redis.call('SISMEMBER', KEYS[2], ARGV[4])
local is_up, is_down = vote == 1 and 1 or 0, vote == -1 and 1 or 0
if was_up == is_up and was_down == is_down then
	return { 'done', up, down }
end

local now_us = redis_now_us()
local wait_us, arrival = gcra(KEYS[3], tonumber(ARGV[7]), tonumber(ARGV[8]), now_us)
if wait_us then
	return { 'rate', wait_us }
end
gcra_keep(KEYS[3], arrival, now_us)

local function count(field, n, was, is, member)
	if was == is then
		return n
	end
	redis.call(is == 1 and 'SADD' or 'SREM', KEYS[2], member)
	n = math.max(0, n + is - was)
	if n == 0 then
		redis.call('HDEL', comment(id), field)
	else
		redis.call('HSET', comment(id), field, n)
	end
	return n
end
up = count('up', up, was_up, is_up, ARGV[3])
down = count('dn', down, was_down, is_down, ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[6])

local a = article_of(c[1])
if not c[6] then
	rank(id, a, c[2], up, down)
end
changed(a, now)
return { 'done', up, down }
