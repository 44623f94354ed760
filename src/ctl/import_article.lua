-- Writes an article that was exported; of one that is there, what it lacks.
--
-- KEYS  1 the article  2 its name  3 its aliases  4 the site  5 ranks of all days
-- ARGV  1 canonical name  2 <h>  3 n: write nothing  4 title or ''  5 when it was first
--       seen or ''  6 closed: 1, 0 or ''  7 1 if its comments were counted
--       8 day of today  9 seconds that ranks of a day are kept  10 Unix seconds
--       11 number of counts  then these with their values, by turns, then its aliases with their <h>, by
--       turns
--
-- Answers { 'new', 'more' or 'same' } and then what is there and differs: counts,
-- title, closed, or an alias.  { 'alias', name } when it is an alias itself.

local call = redis.call
local article, about, tag = KEYS[1], KEYS[2], string.sub(KEYS[2], 2, -17)
local dry, today, n = ARGV[3] == 'n', tonumber(ARGV[8]), tonumber(ARGV[11])
local out, changed = { 'same' }, false

local function put(...)
	changed = true
	if not dry then
		call(...)
	end
end

-- What would raise an error is done first: what was written would stay.

local name = call('HMGET', about, 'key', 'title', 'first', 'closed', 'comments')
local counts = call('HMGET', article, 't', 'b', 'x', '>')
call('HMGET', KEYS[4], 't')
call('SCARD', KEYS[3])
call('ZCARD', KEYS[5])
if counts[4] then
	return { 'alias', counts[4] }
end

if not name[1] then
	out[1] = 'new'
	put('HSET', about, 'key', ARGV[1])
	-- Comments that are older will say so.
	if ARGV[5] == '' then
		put('HSET', about, 'first', ARGV[10])
	end
	put('HINCRBY', KEYS[4], 'n', 1)
end
for i, field in ipairs({ 'title', 'first', 'closed' }) do
	local value, there = ARGV[3 + i], name[1 + i]
	if value ~= '' and (not there
	    or (field == 'first' and tonumber(value) < tonumber(there))) then
		put('HSET', about, field, value)
	elseif value ~= '' and value ~= there and field ~= 'first' then
		out[#out + 1] = field
	end
end
if ARGV[7] == '1' and not name[5] then
	put('HINCRBY', about, 'comments', 0)
end

-- Counts are taken together or not at all.

local function there(i)
	return tonumber(counts[i] or 0)
end
local given, pairs_at = {}, 12
for i = pairs_at, pairs_at + 2 * n - 1, 2 do
	given[ARGV[i]] = ARGV[i + 1]
end
local function number(field)
	return tonumber(given[field] or 0)
end

local function rank_days()
	for field, visits in pairs(given) do
		local day = tonumber(field)
		if day and day > 0 then
			local left = tonumber(ARGV[9]) - (today - day) * 86400
			local key = 'r' .. tag .. field
			if left > 0 and tonumber(visits) > 0 and left <= tonumber(ARGV[9]) then
				put('ZADD', key, visits, ARGV[2])
				put('EXPIRE', key, left, 'NX')
			end
		end
	end
end

if n > 0 and there(1) + there(2) + there(3) == 0 then
	if not counts[1] or number('t') + number('b') + number('x') > 0 then
		put('HSET', article, unpack(ARGV, pairs_at, pairs_at + 2 * n - 1))
	end
	for _, field in ipairs({ 't', 'b', 'x' }) do
		if number(field) > 0 then
			put('HINCRBY', KEYS[4], field, given[field])
		end
	end
	if number('t') + number('b') > 0 then
		put('ZADD', KEYS[5], string.format('%.0f', number('t') + number('b')),
		    ARGV[2])
		rank_days()
	end
elseif there(1) < number('t') or there(2) < number('b') or there(3) < number('x') then
	out[#out + 1] = 'counts'
end

for i = pairs_at + 2 * n, #ARGV, 2 do
	local alias, h = ARGV[i], ARGV[i + 1]
	local to = call('HGET', 'a' .. tag .. h, '>')
	if to == ARGV[1] then
		if call('HGET', 'n' .. tag .. h, 'to') ~= ARGV[2] then
			put('HSET', 'n' .. tag .. h, 'to', ARGV[2])
		end
	elseif to or call('EXISTS', 'a' .. tag .. h, 'n' .. tag .. h) > 0 then
		out[#out + 1] = alias
	else
		put('HSET', 'a' .. tag .. h, '>', ARGV[1])
		put('HSET', 'n' .. tag .. h, 'key', alias, 'to', ARGV[2])
		put('SADD', KEYS[3], h)
	end
end
if changed and out[1] == 'same' then
	out[1] = 'more'
end
return out
