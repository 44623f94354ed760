-- What readers see of a comment, in the order of comment.c's fields, and how many
-- replies are right below it.  Each field that is asked for costs: those of a root
-- alone, and more behind them by name.

local STATE, NAME, URL, HTML, ROOT, ARTICLE = 4, 5, 6, 8, 13, 15

local function read(id, ...)
	local c = redis.call('HMGET', comment(id), 'ks', 't', 'e', 'st', 'n', 'u', 'v',
	    'h', 'up', 'dn', 'o', ...)
	local below = c[1]
	c[1] = id
	return c, below
end

-- One that may be a reply: with its parent, root and depth.
local function read_reply(id, ...)
	return read(id, 'p', 'r', 'd', ...)
end

-- About how many bytes it is: html, name and home page, and what is said of any.
local function size(c)
	return #(c[HTML] or '') + #(c[NAME] or '') + #(c[URL] or '') + 200
end
