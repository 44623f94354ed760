-- What comments say, as written and as shown.
--
-- KEYS  1 the site's comments
-- ARGV  1 id of the first  2 id of the last  3 <h> of the article that they have to be
--       of, or ''
--
-- Answers the id to go on from; then for each that says something: id, source, HTML.
-- There are fewer than were asked for when these are large.

-- include ../comments/index.lua

local id, last, bytes = tonumber(ARGV[1]), tonumber(ARGV[2]), 1000000
local out = { 0 }
while id <= last and bytes > 0 do
	local name = string.format('%.0f', id)
	local c = redis.call('HMGET', comment(name), 'a', 's', 'h')
	if c[2] and (ARGV[3] == '' or article_of(c[1]) == ARGV[3]) then
		out[#out + 1] = { name, c[2], c[3] }
		bytes = bytes - #c[2] - #(c[3] or '')
	end
	id = id + 1
end
out[1] = string.format('%.0f', id)
return out
