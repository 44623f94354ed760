-- Comments that may be somebody's: one author's, or those that came with a mail address.
--
-- KEYS  1 the site's comments
-- ARGV  1 id of the first  2 id of the last  3 the author, or '' for a mail address
--
-- Answers for each: id, its sealed address or '', its author or ''.

-- include ../comments/index.lua

local out = {}
for id = ARGV[1], ARGV[2] do
	local name = string.format('%.0f', id)
	local c = redis.call('HMGET', comment(name), 'm', 'w')
	if ARGV[3] == '' and c[1] or ARGV[3] ~= '' and c[2] == ARGV[3] then
		out[#out + 1] = { name, c[1] or '', c[2] or '' }
	end
end
return out
