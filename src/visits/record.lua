-- Loads of a site's articles, as many as were gathered: decides which
-- of them count, counts them, and answers with the numbers, in one step.
--
-- KEYS  1 the site  2 the site's readers  3 ranks of the day  4 ranks of all days
--       then two for each article: the article, its readers
--       then, for each load that may count, in order: the visitor's window and,
--       if the mode is a capital, the window under yesterday's id
-- ARGV  1 day  2 window in seconds, 0 for none  3 days to keep  4 seconds that
--       readers are kept  5 and ranks  6 number of articles
--       then three for each load: the article, by number; the mode; the visitor
--
-- Modes: v visit, p the same without an estimate of readers, V and P the same
-- with a window under yesterday's id, b robot, l only look.
--
-- Answers { site t, site b, site today, states, then for each article: t, b,
-- today, yesterday, readers, name it moved to }.  The numbers of visits are those
-- before; states has a letter for each load: c counted, w the window is open,
-- l looked, u the article is unknown, m it has moved.

local call = redis.call
local site, day, window = KEYS[1], ARGV[1], ARGV[2]
local articles = tonumber(ARGV[6])
local s = call('HMGET', site, 't', 'b', day, '-' .. day)
local known, states, key = {}, {}, 4 + 2 * articles
local visits, robots, readers = {}, {}, {}
local all_visits, all_robots, all_readers = 0, 0, {}

for i = 1, articles do
	known[i] = call('HMGET', KEYS[3 + 2 * i], 't', 'b', day, day - 1,
	    '-' .. day, '>')
	visits[i], robots[i], readers[i] = 0, 0, {}
end

-- Whether a visitor's window was opened just now, at KEYS[at].
local function opens(at, old)
	if window == '0' then
		return true
	end
	if old and call('EXISTS', KEYS[at + 1]) == 1 then
		return false
	end
	return call('SET', KEYS[at], '', 'NX', 'EX', window)
end

for i = 7, #ARGV, 3 do
	local which, mode, state = tonumber(ARGV[i]), ARGV[i + 1], 'l'
	local old = mode == 'V' or mode == 'P'
	local may_count = old or mode == 'v' or mode == 'p'
	local a = known[which]
	if a[6] then
		state = 'm'
	elseif not a[1] then
		state = 'u'
	elseif mode == 'b' then
		robots[which] = robots[which] + 1
		all_robots = all_robots + 1
	elseif may_count and opens(key + 1, old) then
		state = 'c'
		visits[which] = visits[which] + 1
		all_visits = all_visits + 1
		if mode == 'v' or mode == 'V' then
			readers[which][#readers[which] + 1] = ARGV[i + 2]
			all_readers[#all_readers + 1] = ARGV[i + 2]
		end
	elseif may_count then
		state = 'w'
	end
	if may_count then
		key = key + (old and 2 or 1)
	end
	states[#states + 1] = state
end

-- Days that are no longer kept go with the first visit of a day.
local function forget(hash)
	local oldest, old = day - ARGV[3], {}
	for _, field in ipairs(call('HKEYS', hash)) do
		local of = tonumber(field)
		if of and math.abs(of) <= oldest then
			old[#old + 1] = field
		end
	end
	for i = 1, #old, 1000 do
		call('HDEL', hash, unpack(old, i, math.min(i + 999, #old)))
	end
end

-- Adds n visits and returns how many the day has now.
local function count(hash, n)
	call('HINCRBY', hash, 't', n)
	local today = call('HINCRBY', hash, day, n)
	if today == n then
		forget(hash)
	end
	return today
end

-- The number stands in the hash: it outlives the sketch.  Counting a sketch takes
-- as long as ten visits, so beyond 128 readers, `last`, it is done when there are
-- as many visits more as a 128th of them: less than the sketch itself is off.
local function estimate(hash, sketch, who, today, n, last)
	if #who == 0 or call('PFADD', sketch, unpack(who)) == 0 then
		return nil
	end
	call('EXPIRE', sketch, ARGV[4], 'NX')
	local step = math.max(1, math.floor((last or 0) / 128))
	if math.floor(today / step) == math.floor((today - n) / step) then
		return nil
	end
	local readers = call('PFCOUNT', sketch)
	call('HSET', hash, '-' .. day, readers)
	return readers
end

for i = 1, articles do
	local hash = KEYS[3 + 2 * i]
	if visits[i] > 0 then
		local today = count(hash, visits[i])
		known[i][5] = estimate(hash, KEYS[4 + 2 * i], readers[i],
		    today, visits[i], known[i][5]) or known[i][5]
		local h = string.sub(hash, -16)
		-- The first of an article may have made the list, also again when the
		-- clock was ahead and it has ended since.
		if tonumber(call('ZINCRBY', KEYS[3], visits[i], h)) == visits[i] then
			call('EXPIRE', KEYS[3], ARGV[5], 'NX')
		end
		call('ZINCRBY', KEYS[4], visits[i], h)
	end
	if robots[i] > 0 then
		call('HINCRBY', hash, 'x', robots[i])
	end
end
if all_visits > 0 then
	local today = count(site, all_visits)
	estimate(site, KEYS[2], all_readers, today, all_visits, s[4])
end
if all_robots > 0 then
	call('HINCRBY', site, 'x', all_robots)
end

local out = { s[1], s[2], s[3], table.concat(states) }
for i = 1, articles do
	for j = 1, 6 do
		out[#out + 1] = known[i][j]
	end
end
return out
