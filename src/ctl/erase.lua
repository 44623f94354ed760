-- Erases comments: what they say, whoever wrote them, and what is known of that author.
--
-- KEYS  1 the site's comments  2 the ledger  3 the blocks
-- ARGV  1 Unix seconds  2 who does it  3 seconds that an author is remembered  4... ids
--
-- Answers how many there were.

-- include ../comments/index.lua
-- include ../comments/turn.lua

local call = redis.call
local authors, names = {}, {}

local n = 0
for i = 4, #ARGV do
	local id = ARGV[i]
	local c = call('HMGET', comment(id), 'a', 'w', 'n')
	if c[1] then
		-- Its author is not known any more then.
		turn(id, 'deleted', '', ARGV[1], { KEYS[2], 'erase', ARGV[2], ARGV[3] })
		call('HDEL', comment(id), 'k')
		call('DEL', 'd' .. tag .. id)
		authors['author:' .. (c[2] or '')] = true
		names[c[3] or ''] = true
		n = n + 1
	end
end

-- The author's own block goes; of a network's, only what tells whose it was (block.lua).
local all = call('HGETALL', KEYS[3])
for i = 1, #all, 2 do
	local rest, name = string.match(all[i + 1], '^(.*\t)(.+)$')
	if authors[all[i]] then
		call('HDEL', KEYS[3], all[i])
	elseif rest and names[name] then
		call('HSET', KEYS[3], all[i], rest)
	end
end
return n
