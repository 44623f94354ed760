-- What is wrong with the comment that stands first on an article.
--
-- KEYS  1 the site's comments  2 the article's name
-- ARGV  1 <h> of the article
--
-- Answers that in words, or ''.

-- include ../comments/index.lua

local function hash(key, ...)
	if redis.call('TYPE', key).ok == 'hash' then
		return redis.call('HMGET', key, ...)
	end
	return {}
end

local pin = hash(KEYS[2], 'pin')[1]
if not pin then
	return ''
end
local c = hash(comment(pin), 'a', 'p', 'st')
if not c[1] then
	return 'is not there'
end
if (hash('n' .. tag .. c[1], 'to')[1] or c[1]) ~= ARGV[1] then
	return 'is of another article'
end
return c[2] and 'is a reply' or c[3] and 'is ' .. c[3] or ''
