-- Gives a comment another state: published, held, spam or deleted.
--
-- KEYS  1 the site's comments  2 the ledger, if that is told
-- ARGV  1 id  2 state  3 reason or ''  4 Unix seconds  5 hash of the edit token that
--       allows it, or '' for a moderator  6 seconds that a token is good for
--       7 what that is called and 8 who does it, for the ledger, or '' for none
--       9 seconds that an author is remembered  10 of what that takes back: 'known' or
--       'new', what the author was; else ''  11 state that it has to have yet, or ''
--       12 Unix seconds since which its text must not have changed, 0 for any
--
-- Answers what turn.lua returns, or { 'token' }; { 'same', state } when it has another
-- state than it had to, or another text.

-- include index.lua
-- include turn.lua

local id, now = ARGV[1], ARGV[4]
if ARGV[5] ~= '' then
	local c = redis.call('HMGET', comment(id), 'k', 't')
	if c[1] ~= ARGV[5] or now - c[2] > tonumber(ARGV[6]) then
		return { 'token' }
	end
end
local is = redis.call('HMGET', comment(id), 'st', 'e')
is[1] = is[1] or 'published'
if ARGV[11] ~= '' and is[1] ~= ARGV[11]
    or ARGV[12] ~= '0' and tonumber(is[2] or 0) >= tonumber(ARGV[12]) then
	return { 'same', is[1] }
end
return turn(id, ARGV[2], ARGV[3], now,
    ARGV[8] ~= '' and { KEYS[2], ARGV[7], ARGV[8], ARGV[9],
    ARGV[10] ~= '' and ARGV[10] or nil })
