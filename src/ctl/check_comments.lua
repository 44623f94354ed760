-- What is wrong with comments, each as it is at one moment.
--
-- KEYS  1 the site's comments
-- ARGV  1 id of the first  2 id of the last
--
-- Answers for each that is there: id; <h> of its article if it is published, or '';
-- its parent if it is present and has one, or ''; its replies right below, as it has
-- them; then what is wrong, in words.

-- include ../comments/index.lua

local FIELDS = { a = 1, t = 1, e = 1, p = 1, r = 1, d = 1, s = 1, h = 1, n = 1, u = 1,
    m = 1, v = 1, w = 1, k = 1, st = 1, why = 1, ts = 1, up = 1, dn = 1, o = 1,
    ks = 1 }
local LEFT = { a = 1, t = 1, p = 1, r = 1, d = 1, k = 1, st = 1, ks = 1 }
local NUMBERS = { 't', 'e', 'p', 'r', 'd', 'ts', 'up', 'dn', 'ks' }

-- What has another type is told with its key.
local function ask(kind, command, key, ...)
	if redis.call('TYPE', key).ok == kind then
		return redis.call(command, key, ...)
	end
end

local function read_all(id)
	local flat, c = ask('hash', 'HGETALL', comment(id)) or {}, {}
	for i = 1, #flat, 2 do
		c[flat[i]] = flat[i + 1]
	end
	return #flat > 0 and c
end

local function name_of(a)
	local about = ask('hash', 'HMGET', 'n' .. tag .. a, 'key', 'to') or {}
	return about[1], about[2] or a
end

local function judge_fields(c, fault)
	local sound = true
	for field in pairs(c) do
		if not FIELDS[field] then
			fault('field %s is none that is known', field)
		elseif c.st == 'deleted' and not LEFT[field] then
			fault('is deleted, but has %s', field)
		end
	end
	for _, field in ipairs(NUMBERS) do
		if c[field] and not string.match(c[field], '^[1-9]%d*$') then
			fault('%s is "%s", which is no number', field, c[field])
			sound = false
		end
	end
	for _, field in ipairs({ 'a', 't' }) do
		if not c[field] then
			fault('has no %s', field)
			sound = false
		end
	end
	if c.st and c.st ~= 'held' and c.st ~= 'spam' and c.st ~= 'deleted' then
		fault('st is "%s", which is no state', c.st)
		sound = false
	elseif c.st ~= 'deleted' and not (c.s and c.h) then
		fault('has no text')
	end
	return sound
end

local function judge_parent(id, c, to, fault)
	if not c.p then
		if c.r or c.d then
			fault('has no parent, but a root or a depth')
		end
		return
	end
	local p = read_all(c.p)
	if not p or not p.a then
		fault('replies to %s, which is not there', c.p)
		return
	end
	local _, its = name_of(p.a)
	if tonumber(c.p) >= tonumber(id) then
		fault('replies to %s, which is newer', c.p)
	end
	if its ~= to then
		fault('replies to %s, which is of another article', c.p)
	end
	if c.r ~= (p.r or c.p) then
		fault('r is %s, but should be %s', c.r or 'missing', p.r or c.p)
	end
	if tonumber(c.d) ~= (tonumber(p.d) or 0) + 1 then
		fault('d is %s, but should be %s', c.d or 'missing', (p.d or 0) + 1)
	end
end

-- Whether it stands in a list as it should, with this score, or nil for not at all.
local function judge_place(id, list, score, fault)
	local is = ask('zset', 'ZSCORE', list, id)
	if score and not is then
		fault('is missing in %s', list)
	elseif is and not score then
		fault('stands in %s', list)
	elseif is and tonumber(is) ~= tonumber(score) then
		fault('stands in %s at %s, not at %s', list, is, score)
	end
end

local function judge_places(id, c, to, present, fault)
	local time = by_time(c.t, id)
	local root, reply = present and not c.p, present and c.p
	local thread, site = 't' .. tag .. to, 'm' .. tag
	judge_place(id, thread .. ':new', root and time, fault)
	judge_place(id, thread .. ':best',
	    root and by_votes(c.up or 0, c.dn or 0, c.t, id), fault)
	if c.r then
		judge_place(id, 'k' .. tag .. c.r, reply and time, fault)
	end
	for _, state in ipairs({ 'held', 'spam' }) do
		judge_place(id, site .. state, c.st == state and time, fault)
	end
	-- The newest: not all of them are there, but no others.
	for _, list in ipairs({ site .. 'recent', thread .. ':last' }) do
		if ask('zset', 'ZSCORE', list, id) then
			judge_place(id, list, not c.st and time, fault)
		end
	end
end

local function judge_votes(id, c, fault)
	local voters = ask('set', 'SCARD', 'x' .. tag .. id) or 0
	if voters > (tonumber(c.up) or 0) + (tonumber(c.dn) or 0) then
		fault('has %s voters, but %s votes for and %s against', voters,
		    c.up or 0, c.dn or 0)
	end
end

local function look(id)
	local c = read_all(id)
	if not c then
		return nil
	end
	local present, name, to = not c.st or c.ks, nil, nil
	if c.a then
		name, to = name_of(c.a)
	end
	local row = { id, not c.st and to or '', present and c.p or '', c.ks or 0 }
	local function fault(...)
		row[#row + 1] = string.format(...)
	end
	if judge_fields(c, fault) then
		if not name then
			fault('is of article %s, which has no name', c.a)
		end
		judge_parent(id, c, to, fault)
		judge_places(id, c, to, present, fault)
		judge_votes(id, c, fault)
	end
	return row
end

local out = {}
for id = ARGV[1], ARGV[2] do
	out[#out + 1] = look(string.format('%.0f', id))
end
return out
