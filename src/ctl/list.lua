-- Comments of a list, piece by piece, as `afterword comments` shows them.
--
-- KEYS  1 the site's comments  2 the list
-- ARGV  1 order: up or down  2 score of the last one of the piece before, or ''
--       3 how many  4 <h> of the article that they have to be of, or ''
--
-- Answers the score of the last one that was looked at, or nothing at the end of the
-- list; then for each: id, its score, seconds, state, reason, name, beginning of its
-- text, parent, depth, votes for and against, present replies right below, whether it
-- is the owner's, whether it stands first, name of its article.

-- include ../comments/index.lua

local up, wanted = ARGV[1] == 'up', tonumber(ARGV[3])
local from, to = up and '-inf' or '+inf', up and '+inf' or '-inf'
if ARGV[2] ~= '' then
	from = '(' .. ARGV[2]
end
local found = redis.call(up and 'ZRANGEBYSCORE' or 'ZREVRANGEBYSCORE', KEYS[2], from, to,
    'WITHSCORES', 'LIMIT', 0, wanted)
local out = { #found == 2 * wanted and found[#found] }
for i = 1, #found, 2 do
	local id = found[i]
	local c = redis.call('HMGET', comment(id), 'a', 't', 'st', 'why', 'n', 's', 'p',
	    'd', 'up', 'dn', 'ks', 'o')
	local a = c[1] and article_of(c[1])
	if a and (ARGV[4] == '' or a == ARGV[4]) then
		local about = redis.call('HMGET', 'n' .. tag .. a, 'key', 'pin')
		out[#out + 1] = { id, found[i + 1], c[2], c[3], c[4], c[5],
		    string.sub(c[6] or '', 1, 240), c[7], c[8], c[9], c[10], c[11],
		    c[12], about[2] == id and 1 or 0, about[1] }
	end
end
return out
