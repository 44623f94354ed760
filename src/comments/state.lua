-- Gives a comment another state: published, held, spam or deleted.  What is deleted
-- keeps only its place, and the hash of its token: a deletion that is repeated, for its
-- answer was lost, is answered as the first one.
--
-- KEYS  1 the site's comments  2 the ledger, if that is told
-- ARGV  1 id  2 state  3 reason or ''  4 Unix seconds  5 hash of the edit token that
--       allows it, or '' for a moderator  6 seconds that a token is good for
--       7 what that is called and 8 who does it, for the ledger, or '' for none
--       9 seconds that an author is remembered
--
-- Answers { 'done', the state before, <h> of its article }, { 'same', state } when it
-- has it already, { 'none' } when there is no such comment, { 'token' }.

-- include index.lua

local id, to, why, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local c = redis.call('HMGET', comment(id), 'a', 't', 'st', 'k', 'w')
if ARGV[5] ~= '' and (c[4] ~= ARGV[5] or now - c[2] > tonumber(ARGV[6])) then
	return { 'token' }
end
if not c[1] then
	return { 'none' }
end
local from = c[3] or 'published'
if from == to or from == 'deleted' then
	return { 'same', from }
end

-- What would raise an error is done first: what was written would stay.
if ARGV[8] ~= '' then
	redis.call('XLEN', KEYS[2])
end

-- What goes, goes first: once it has given something back, Redis lets a script go on
-- though its memory is used up.
redis.call('HDEL', comment(id), 'why')
if to == 'deleted' then
	redis.call('HDEL', comment(id), 'n', 'm', 'u', 's', 'h', 'v', 'w', 'e', 'up',
	    'dn', 'o')
	redis.call('DEL', 'x' .. tag .. id)
end

local a = article_of(c[1])
local listed = { held = true, spam = true }
if listed[from] then
	redis.call('ZREM', 'm' .. tag .. from, id)
end
if to == 'published' then
	redis.call('HDEL', comment(id), 'st')
	show(id, a, c[2])
else
	redis.call('HSET', comment(id), 'st', to)
	if from == 'published' then
		hide(id, a)
	end
end
if listed[to] then
	if why ~= '' then
		redis.call('HSET', comment(id), 'why', why)
	end
	redis.call('ZADD', 'm' .. tag .. to, by_time(c[2], id), id)
elseif to == 'deleted' and redis.call('ZSCORE', 't' .. tag .. a .. ':best', id) then
	-- A root with replies: what is left of it has no votes any more.
	rank(id, a, c[2])
end

-- What a moderator says of a comment is said of its author, too.
local who = c[5] and 'h' .. tag .. c[5]
if who and ARGV[5] == '' and to ~= 'held' then
	if to == 'published' then
		redis.call('HSET', who, 'ok', 1)
		redis.call('EXPIRE', who, ARGV[9])
	else
		redis.call('HDEL', who, 'ok', 'since')
	end
end
if from == 'published' or to == 'published' then
	changed(a, now)
end
if ARGV[8] ~= '' then
	redis.call('XADD', KEYS[2], '*', 'what', ARGV[7], 'comment', id, 'was', from,
	    'is', to, 'why', why, 'who', ARGV[8])
end
return { 'done', from, a }
