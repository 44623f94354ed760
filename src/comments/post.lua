-- Takes a new comment, or says why not: limits, doubles, repetitions and the writing
-- are one step.
--
-- KEYS  1 the site's comments  2 the article's name  3 the site's key  4 the site's
--       counts  5, 6 the site's growth and that of the network that asks  7 the
--       request's key  8 the stamp  9, 10 the network's limit and its day  11 the site's
--       flood  12 the text  13 the author  14 the proof of work, if a good one came
-- ARGV  1 <h> of the article  2 its canonical name  3 its title or ''  4 Unix seconds
--       5 hash of the request, 32 digits  6 nonce of the edit token, 16 bytes
--       7 hash of that token  8 parent or ''  9 name  10 mail, sealed  11 home page
--       12 source  13 HTML  14 avatar  15 author
--       16 state: '', held, spam, refuse  17 its reason
--       18 reason to hold an author who is not known, or ''
--       19 microseconds between comments  20 how many at once  21 how many a day
--       22 how many of the site in ten minutes  23 seconds after which an article
--       closes, or 0  24 depth that replies may have  25 articles a site may have
--       26 new ones an hour  27 of them from one network  28 seconds that a stamp
--       and 29 that a request's key is remembered  30 how the site's key begins, or ''
--       31 largest id  32 seconds that an author, 33 what a network wrote, and
--       34 how much the site was written to are remembered  35 seconds that it is
--       remembered which network a comment came from  36 what becomes of one that
--       should prove work and does not: ask, hold, or '' when none has to
--       37 1 when it has signs of spam  38 seconds that a proof is remembered
--       39 version of the site's list that it was judged by, '' of none
--
-- Answers { 'done' or 'again', id, state or '', seconds, nonce, root, depth },
-- { 'other' } when the request's key stands for another one, { 'blocked' } when its
-- writer or the list does, { 'list', version } when that is another, { 'moved', name }, { 'closed' },
-- { 'stamp' } when it was used, { 'parent' } when there is none, { 'deep' },
-- { 'rate', microseconds }, { 'day', seconds }, { 'double', id }, { 'proof' } when work
-- has to be proved, { 'used' } when that proof was used, { 'limit' } when the site takes no
-- more articles or has no more ids, { 'key' } when the site's key is another one.

-- include index.lua
-- include gcra.lua
-- include author.lua

local call = redis.call
local a, now = ARGV[1], tonumber(ARGV[4])

if ARGV[30] ~= '' and call('GETRANGE', KEYS[3], 0, 7) ~= ARGV[30] then
	return { 'key' }
end
local was = call('GET', KEYS[7])
if was then
	if string.sub(was, 1, 32) ~= ARGV[5] then
		return { 'other' }
	end
	local rest, nonce = string.sub(was, 49), string.sub(was, 33, 48)
	local id, state, t = string.match(rest, '^(%d+) (%a*) (%d+)$')
	local place = call('HMGET', comment(id), 'r', 'd')
	return { 'again', id, state, t, nonce, place[1], place[2] }
end

-- Only read: no key that is passed, as those that are have to be open for writing, too.
local to = call('HGET', 'a' .. tag .. a, '>')
if to then
	return { 'moved', to }
end

local about = call('HMGET', KEYS[2], 'key', 'closed', 'first')
local after = tonumber(ARGV[23])
if about[2] == '1' or (about[2] ~= '0' and after > 0 and about[3]
    and now - about[3] > after) then
	return { 'closed' }
end
if call('EXISTS', KEYS[8]) == 1 then
	return { 'stamp' }
end

local list = call('HGET', 'd' .. tag .. 'list', 'ver') or ''
if list ~= ARGV[39] then
	return { 'list', list }
end

-- The verdict of a block that has not ended, the graver one of author and network.
local network = string.sub(KEYS[9], -16)
local function blocked()
	local verdict
	for _, block in ipairs(call('HMGET', 'd' .. string.sub(KEYS[1], 2),
	    'author:' .. ARGV[15], 'network:' .. network)) do
		local is, ends = string.match(block or '', '^(%a+)\t(%d+)')
		if is and (ends == '0' or tonumber(ends) > now) then
			verdict = verdict == 'refuse' and verdict or is
		end
	end
	return verdict
end
local block = blocked()
if block == 'refuse' or ARGV[16] == 'refuse' then
	return { 'blocked' }
end

local parent, root, depth = ARGV[8], nil, 0
if parent ~= '' then
	local p = call('HMGET', comment(parent), 'a', 'r', 'd', 'st')
	if not p[1] or p[4] or article_of(p[1]) ~= a then
		return { 'parent' }
	end
	root, depth = p[2] or parent, (p[3] or 0) + 1
	if depth > tonumber(ARGV[24]) then
		return { 'deep' }
	end
end

local now_us = redis_now_us()
local wait_us, arrival = gcra(KEYS[9], tonumber(ARGV[19]), tonumber(ARGV[20]), now_us)
if wait_us then
	return { 'rate', wait_us }
end
local today, daily = tonumber(call('GET', KEYS[10]) or 0), tonumber(ARGV[21])
if today >= daily then
	return { 'day', call('TTL', KEYS[10]) }
end
-- What was taken back may be said elsewhere.
local same = call('GET', KEYS[12])
if same and call('HGET', comment(same), 'st') ~= 'deleted' then
	return { 'double', same }
end

-- What becomes of it.  Only what would be seen at once has to prove work, and only of
-- authors who are not known.
local state, why, unproved = ARGV[16], ARGV[17], nil
local wanted = ARGV[36] ~= '' and (ARGV[37] == '1' or 2 * today >= daily)
if state == '' and (ARGV[18] ~= '' or wanted) and not known(KEYS[13], now) then
	if ARGV[18] ~= '' then
		state, why = 'held', ARGV[18]
	else
		unproved = not KEYS[14] and 'proof' or call('EXISTS', KEYS[14]) == 1 and 'used'
	end
end
if state ~= 'spam' and block then
	state, why = 'held', 'blocked'
end
local of_site = (call('GET', KEYS[11]) or 0) + 1
if state == '' and of_site > tonumber(ARGV[22]) then
	state, why = 'held', 'flood'
end
if state == '' and unproved then
	if ARGV[36] == 'ask' then
		return { unproved }
	end
	state, why = 'held', 'no-proof'
end

-- What would raise an error is done first: what was written would stay.  The sums are
-- none when what is there is no number.
local site = call('HMGET', KEYS[1], 'last', 'ver')
local thread = call('HMGET', KEYS[2], 'comments', 'ver')
local sum = (site[1] or 0) + (site[2] or 0) + (thread[1] or 0) + (thread[2] or 0)
if not about[1] then
	sum = sum + (call('HGET', KEYS[4], 'n') or 0) + (call('GET', KEYS[5]) or 0)
	    + (call('GET', KEYS[6]) or 0)
end
if root then
	sum = sum + (call('HGET', comment(parent), 'ks') or 0)
	call('ZCARD', 'k' .. tag .. root)
end
for _, list in ipairs({ 'new', 'best', 'last' }) do
	call('ZCARD', 't' .. tag .. a .. ':' .. list)
end
for _, list in ipairs({ 'recent', 'held', 'spam' }) do
	call('ZCARD', 'm' .. tag .. list)
end
call('HLEN', KEYS[13])
if tonumber(site[1] or 0) >= tonumber(ARGV[31]) then
	return { 'limit' }
end
call('HLEN', comment(string.format('%.0f', (site[1] or 0) + 1)))

local function grown(key, most)
	local n = call('INCR', key)
	if n == 1 then
		call('EXPIRE', key, 3600)
	end
	return n > tonumber(most)
end
if not about[1] then
	if tonumber(call('HGET', KEYS[4], 'n') or 0) >= tonumber(ARGV[25])
	    or grown(KEYS[6], ARGV[27]) or grown(KEYS[5], ARGV[26]) then
		return { 'limit' }
	end
	call('HSET', KEYS[2], 'key', ARGV[2], 'first', ARGV[4])
	call('HINCRBY', KEYS[4], 'n', 1)
end
if ARGV[3] ~= '' then
	call('HSETNX', KEYS[2], 'title', ARGV[3])
end

if call('INCR', KEYS[11]) == 1 then
	call('EXPIRE', KEYS[11], ARGV[34])
end

local id = string.format('%.0f', call('HINCRBY', KEYS[1], 'last', 1))
local record = { 'a', a, 't', ARGV[4], 's', ARGV[12], 'h', ARGV[13], 'v', ARGV[14],
    'w', ARGV[15], 'k', ARGV[7] }
local function put(field, value)
	if value and value ~= '' then
		record[#record + 1] = field
		record[#record + 1] = value
	end
end
put('n', ARGV[9])
put('m', ARGV[10])
put('u', ARGV[11])
put('p', parent)
put('r', root)
put('d', depth > 0 and depth)
put('st', state)
put('why', why)
call('HSET', comment(id), unpack(record))

if state == '' then
	show(id, a, ARGV[4])
	changed(a, ARGV[4])
	call('HSETNX', KEYS[13], 'since', ARGV[4])
	call('EXPIRE', KEYS[13], ARGV[32])
else
	call('ZADD', 'm' .. tag .. state, by_time(ARGV[4], id), id)
end

call('SET', 'd' .. tag .. id, network, 'EX', ARGV[35])
gcra_keep(KEYS[9], arrival, now_us)
if call('INCR', KEYS[10]) == 1 then
	call('EXPIRE', KEYS[10], ARGV[33])
end
call('SET', KEYS[12], id, 'EX', ARGV[33])
call('SET', KEYS[8], '', 'EX', ARGV[28])
if KEYS[14] then
	call('SET', KEYS[14], '', 'EX', ARGV[38])
end
call('SET', KEYS[7], ARGV[5] .. ARGV[6] .. id .. ' ' .. state .. ' ' .. ARGV[4],
    'EX', ARGV[29])
return { 'done', id, state, ARGV[4], ARGV[6], root or false, depth }
