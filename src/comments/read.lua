-- What readers see of a comment, in the order of comment.c's fields.
local function read(id)
	local c = redis.call('HMGET', comment(id), 'a', 'p', 'r', 'd', 't', 'e', 'st',
	    'n', 'u', 'v', 'h', 'up', 'dn', 'o')
	c[15] = id
	return c
end
