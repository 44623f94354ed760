-- Writes a comment that was exported, unless there is one of this id.
--
-- KEYS  1 the site's comments
-- ARGV  1 id  2 <h> of its article  3 Unix seconds  4 HTML  5 depth that replies may
--       have  6 letters: n write nothing, a its article will be there, q its parent
--       will be; among the newest r of the site, l of the article; p stands first
--       7 second at which its voters expire  8 number of fields  then these, then
--       their values or '', then its voters
--
-- Answers { 'new' } or { 'same' }; with nothing written { 'other', field } when there
-- is one that differs, { 'article' } or { 'parent' } when there is none such,
-- { 'deep' }.

-- include ../comments/index.lua

local call = redis.call
local id, now, flags, n = ARGV[1], ARGV[3], ARGV[6], tonumber(ARGV[8])
local names, given, record = {}, {}, { 'a', ARGV[2] }

local function flag(letter)
	return string.find(flags, letter, 1, true)
end
local function set(field, value)
	record[#record + 1] = field
	record[#record + 1] = value
end

for i = 1, n do
	names[i] = ARGV[8 + i]
	local value = ARGV[8 + n + i]
	if value ~= '' then
		given[names[i]] = value
		set(names[i], value)
	end
end
local was = call('HGET', comment(id), 'a')
if was then
	local there = call('HMGET', comment(id), unpack(names))
	for i = 1, n do
		if (there[i] or nil) ~= given[names[i]] then
			return { 'other', names[i] }
		end
	end
	if was ~= ARGV[2] then
		return { 'other', 'a' }
	end
	return { 'same' }
end

if not flag('a') and call('HEXISTS', 'n' .. tag .. ARGV[2], 'key') == 0 then
	return { 'article' }
end
local a, root = article_of(ARGV[2]), nil
if given.p and not flag('q') then
	local p = call('HMGET', comment(given.p), 'a', 'r', 'd')
	if not p[1] or article_of(p[1]) ~= a then
		return { 'parent' }
	end
	root = p[2] or given.p
	local depth = (p[3] or 0) + 1
	if depth > tonumber(ARGV[5]) then
		return { 'deep' }
	end
	set('r', root)
	set('d', depth)
end
if flag('n') then
	return { 'new' }
end

if given.st ~= 'deleted' then
	set('h', ARGV[4])
end
call('HSET', comment(id), unpack(record))
local first = tonumber(call('HGET', 'n' .. tag .. a, 'first'))
if first and first > tonumber(given.t) then
	call('HSET', 'n' .. tag .. a, 'first', given.t)
end
if given.st == 'held' or given.st == 'spam' then
	call('ZADD', 'm' .. tag .. given.st, by_time(given.t, id), id)
end

-- When nothing but its record was lost, it stands where it should, with its replies.
local function replies()
	local count = 0
	for _, reply in ipairs(call('ZRANGE', 'k' .. tag .. (root or id), 0, -1)) do
		if call('HGET', comment(reply), 'p') == id then
			count = count + 1
		end
	end
	return count
end
local list = root and 'k' .. tag .. root or 't' .. tag .. a .. ':new'
if call('ZSCORE', list, id) then
	local ks = replies()
	if ks > 0 then
		call('HSET', comment(id), 'ks', ks)
	end
	if not root then
		rank(id, a, given.t, given.up, given.dn)
	end
elseif not given.st then
	place(id, a)
	call('HINCRBY', 'n' .. tag .. a, 'comments', 1)
end
if not given.st then
	if flag('r') then
		newest('m' .. tag .. 'recent', RECENT, id, given.t)
	end
	if flag('l') then
		newest('t' .. tag .. a .. ':last', LAST, id, given.t)
	end
	if flag('p') and not root then
		call('HSETNX', 'n' .. tag .. a, 'pin', id)
	end
	-- An article without a version gets one when all its comments are there.
	if call('HEXISTS', 'n' .. tag .. a, 'ver') == 1 then
		changed(a, now)
	end
end

if ARGV[7] ~= '' and tonumber(ARGV[7]) > tonumber(now) then
	for i = 9 + 2 * n, #ARGV, 1000 do
		call('SADD', 'x' .. tag .. id, unpack(ARGV, i, math.min(i + 999, #ARGV)))
	end
	call('EXPIREAT', 'x' .. tag .. id, ARGV[7])
end
if tonumber(call('HGET', KEYS[1], 'last') or 0) < tonumber(id) then
	call('HSET', KEYS[1], 'last', id)
end
return { 'new' }
