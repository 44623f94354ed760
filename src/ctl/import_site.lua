-- Writes what a site itself had, where it has none: the days, and versions.  Its sums
-- came with the articles; when they did not come, nor do the days.
--
-- KEYS  1 the site  2 the site's comments
-- ARGV  1 n: write nothing  2 id of the newest comment or ''  3 version or ''  4 Unix
--       seconds  then counts and values, by turns
--
-- Answers { 'more' or 'same' }, and 'counts' when the site has less.

local call = redis.call
local dry, changed, less = ARGV[1] == 'n', false, false
local comments = call('HMGET', KEYS[2], 'last', 'ver')
local flat, there = call('HGETALL', KEYS[1]), {}
local lacks, visits = {}, 0

local function put(key, field, value)
	changed = true
	if not dry then
		call('HSET', key, field, value)
	end
end
local function add(field, value)
	if tonumber(field) and tonumber(field) > 0 then
		visits = visits + value
	end
end

for i = 1, #flat, 2 do
	there[flat[i]] = tonumber(flat[i + 1])
	add(flat[i], flat[i + 1])
end
for i = 5, #ARGV, 2 do
	local field, value = ARGV[i], tonumber(ARGV[i + 1])
	local is_day = tonumber(field)
	if not there[field] and (is_day or value == 0) then
		lacks[#lacks + 1] = field
		lacks[#lacks + 1] = ARGV[i + 1]
		add(field, value)
	elseif not is_day and (there[field] or 0) < value then
		less = true
	end
end
if dry or visits <= (there.t or 0) then
	for i = 1, #lacks, 2 do
		put(KEYS[1], lacks[i], lacks[i + 1])
	end
else
	less = true
end
if ARGV[2] ~= '' and tonumber(comments[1] or 0) < tonumber(ARGV[2]) then
	put(KEYS[2], 'last', ARGV[2])
end
if ARGV[3] ~= '' and not comments[2] then
	put(KEYS[2], 'ver', ARGV[3])
	put(KEYS[2], 'mod', ARGV[4])
end
return { changed and 'more' or 'same', less and not dry and 'counts' or nil }
