-- Whether comments belong into a list that they stand in.
--
-- KEYS  1 the site's comments  2 the list
-- ARGV  1 what it lists: new, best, last, replies, recent, held or spam  2 <h> of its
--       article, or its root  then members
--
-- Answers how many it has too many, then the members that do not belong there.

-- include ../comments/index.lua

local what, of = ARGV[1], ARGV[2]
local most = ({ recent = RECENT, last = LAST })[what]

local function hash(key, ...)
	if redis.call('TYPE', key).ok == 'hash' then
		return redis.call('HMGET', key, ...)
	end
	return {}
end

local function belongs(id)
	local c = hash(comment(id), 'a', 'p', 'r', 'st', 'ks')
	if not c[1] then
		return false
	end
	local a = hash('n' .. tag .. c[1], 'to')[1] or c[1]
	local present = not c[4] or c[5]
	if what == 'new' or what == 'best' then
		return a == of and present and not c[2]
	elseif what == 'last' then
		return a == of and not c[4]
	elseif what == 'replies' then
		return present and c[3] == of
	elseif what == 'recent' then
		return not c[4]
	end
	return c[4] == what
end

local out = { most and math.max(redis.call('ZCARD', KEYS[2]) - most, 0) or 0 }
for i = 3, #ARGV do
	if redis.call('ZSCORE', KEYS[2], ARGV[i]) and not belongs(ARGV[i]) then
		out[#out + 1] = ARGV[i]
	end
end
return out
