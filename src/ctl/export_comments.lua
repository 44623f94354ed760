-- Comments as `afterword export` writes them.
--
-- KEYS  1 the site's comments
-- ARGV  1 id of the first  2 id of the last  then the fields of a comment
--
-- Answers the id to go on from; then for each: id, the fields, name of its article,
-- whether it is among the newest of the site, of its article, and stands first,
-- second at which its voters expire or -1, they.  There are fewer comments than were
-- asked for when these are large.

-- include ../comments/index.lua

local call = redis.call
local bytes, last = 1000000, tonumber(ARGV[2])
local fields = {}
for i = 3, #ARGV do
	fields[i - 2] = ARGV[i]
end

local function among(list, id)
	return call('ZSCORE', list, id) and 1 or 0
end

local out, id = { 0 }, tonumber(ARGV[1])
while id <= last and bytes > 0 do
	local name = string.format('%.0f', id)
	local a = call('HGET', comment(name), 'a')
	if a then
		local c = call('HMGET', comment(name), unpack(fields))
		local to, voters = article_of(a), call('SMEMBERS', 'x' .. tag .. name)
		for i = 1, #c do
			bytes = bytes - #(c[i] or '')
		end
		bytes = bytes - 32 * #voters
		out[#out + 1] = { name, c, call('HGET', 'n' .. tag .. a, 'key'),
		    among('m' .. tag .. 'recent', name),
		    among('t' .. tag .. to .. ':last', name),
		    call('HGET', 'n' .. tag .. to, 'pin') == name and 1 or 0,
		    call('EXPIRETIME', 'x' .. tag .. name), voters }
	end
	id = id + 1
end
out[1] = string.format('%.0f', id)
return out
