-- Forgets a request or a text that stands for a comment of which nothing is left.
--
-- KEYS  1 the site's comments  2 the request (i:) or the text (e:)
--
-- Answers 1 when it did.

-- include ../comments/index.lua

-- A request's value ends with the comment and more, or with the comment alone: those of
-- post.lua and of a moderator's reply.  That of a text is the comment.
local value = redis.call('GET', KEYS[2]) or ''
local id = value
if string.sub(KEYS[2], 1, 1) == 'i' then
	id = string.match(string.sub(value, 49), '^(%d+) %a* %d+$')
	    or string.match(string.sub(value, 33), '^%d+$')
end
local c = id and redis.call('HMGET', comment(id), 'st', 'k') or {}
if c[1] == 'deleted' and not c[2] then
	return redis.call('DEL', KEYS[2])
end
return 0
