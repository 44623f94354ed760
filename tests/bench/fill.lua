-- Writes comments as post.lua would have, many at once: each second one is a root, and
-- the one after it its reply, so that any page has as much on it as any other.
--
-- KEYS  1 the site's comments
-- ARGV  1 <h> of the article  2 its canonical name  3 how many  4 Unix seconds of the
--       first  5 bytes of a text

-- include index.lua

local a, n, first, size = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('HSETNX', 'n' .. tag .. a, 'key', ARGV[2])
redis.call('HSETNX', 'n' .. tag .. a, 'title', 'An article that is measured')
redis.call('HSETNX', 'n' .. tag .. a, 'first', ARGV[4])

local seed = 20240229
local function random(below)
	seed = seed * 16807 % 2147483647
	return seed % below
end
local function text(id)
	local out = { 'No. ' .. id }
	local len = #out[1]
	while len < size do
		out[#out + 1] = string.sub('thoughtfully', 1, 3 + random(10))
		len = len + 1 + #out[#out]
	end
	return string.sub(table.concat(out, ' '), 1, size - 1) .. '.'
end

local last = redis.call('HINCRBY', KEYS[1], 'last', n)
local root
for i = 1, n do
	local id, t = string.format('%.0f', last - n + i), string.format('%.0f', first + i)
	seed = id % 2147483646 + 1
	local source = text(id)
	local hex = string.format('%08x%08x', random(2147483647), random(2147483647))
	local record = { 'a', a, 't', t, 's', source, 'h', '<p>' .. source .. '</p>',
	    'v', hex, 'w', string.reverse(hex), 'k', string.upper(hex), 'n',
	    'Reader ' .. 1000 + random(9000), 'up', 1 + random(9), 'dn', 1 + random(3) }
	if i % 2 == 1 then
		root = id
	else
		for _, v in ipairs({ 'p', root, 'r', root, 'd', 1 }) do
			record[#record + 1] = v
		end
	end
	redis.call('HSET', comment(id), unpack(record))
	show(id, a, t)
end
changed(a, string.format('%.0f', first + n))
return last
