-- wrk's requests, as WHAT says:
--
--     page   what is at PAGE, again and again; with an ETAG, whether it is still that
--     new    the same page by a name that is new each time, so that it is not kept:
--            PAGE ends in a cursor, of which the id is left for us to fill in
--     post   a comment for ARTICLE of 50 to 600 bytes with a stamp of the file STAMPS;
--            each second one answers one of ROOTS roots, whose ids are every second one
--            from ROOT on, and each comes from an address of its own
--     waline the same as Waline takes it, which knows no stamps and
--            fails on a reply without a mail address
local what, page = os.getenv("WHAT"), os.getenv("PAGE")
local root, roots = tonumber(os.getenv("ROOT")), tonumber(os.getenv("ROOTS"))
local article = os.getenv("ARTICLE")
local threads = 0
local n, next_id, first_reader, stamps = 0, 0, 0, {}

function setup(thread)
	thread:set("number", threads)
	threads = threads + 1
end

local function take_stamps()
	local at = 0
	for stamp in io.lines(os.getenv("STAMPS")) do
		if at % 2 == number then
			stamps[#stamps + 1] = stamp
		end
		at = at + 1
	end
end

-- Words as people write them, and in that order: what looks like spam is asked for a
-- proof of work.
local words = {}
for word in string.gmatch([[
the line used to end at the old market and I took it home after work for years so
when it was closed we had to walk over the bridge in the rain which was not so bad in
summer but my mother could not do that any more now she visits us again every Sunday
and says that the new trams are quiet and have low steps though the seats were better
before has anybody heard whether they will run on holidays too]], "%a+") do
	words[#words + 1] = word
end

local function comment()
	-- New each time; one long number would be somebody's telephone.
	local out = { string.format("No. %d, by %d, at %d,", n, number,
	    os.time() % 100000) }
	local len, size = #out[1], math.random(50, 600)
	local at = math.random(#words)
	while len < size do
		out[#out + 1] = words[at % #words + 1]
		len = len + 1 + #out[#out]
		at = at + 1
	end
	return table.concat(out, " ")
end

local function post()
	local parent = n % 2 == 0 and root + 2 * math.random(0, roots - 1)
	local name = "Reader " .. math.random(1000, 9999)
	local who = first_reader + 2 * n + number
	wrk.headers["X-Reader"] = string.format("10.%d.%d.%d", who % 256,
	    math.floor(who / 256) % 256, math.floor(who / 65536) % 254 + 1)
	if what == "post" then
		wrk.body = string.format('{"article":"%s","text":"%s","name":"%s",'
		    .. '"stamp":"%s"%s}', article, comment(), name, stamps[n] or "none",
		    parent and ',"parent":' .. parent or "")
	else
		wrk.body = string.format('{"url":"%s","comment":"%s","nick":"%s",'
		    .. '"mail":"reader@mail.example","ua":"%s"%s}', article, comment(), name,
		    wrk.headers["User-Agent"], parent and string.format(
		    ',"pid":%d,"rid":%d,"at":"Reader"', parent, parent) or "")
	end
	return wrk.format()
end

function init()
	wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
	    .. "(KHTML, like Gecko) Chrome/130.0 Safari/537.36"
	if what == "post" or what == "waline" then
		wrk.method = "POST"
		wrk.path = what == "post" and "/api/comments" or "/api/comment"
		wrk.headers["Origin"] = os.getenv("ORIGIN")
		wrk.headers["Content-Type"] = "application/json"
	else
		-- What browsers send with a GET within one origin.
		wrk.headers["Referer"] = os.getenv("ORIGIN") .. "/articles/read.html"
	end
	wrk.headers["If-None-Match"] = os.getenv("ETAG")
	math.randomseed(os.time() + number)
	-- Ids end at 2^31 - 1.
	next_id = os.time() % 20000 * 100000 + number * 50000
	-- Networks are limited, too: it is long until one comes again.
	first_reader = os.time() * 10000
	if what == "post" then
		take_stamps()
	elseif what == "page" then
		wrk.path = page
		same = wrk.format()
	end
end

function request()
	n = n + 1
	if what == "page" then
		return same
	elseif what ~= "new" then
		return post()
	end
	return wrk.format(nil, string.format("%s%.0f", page, next_id + n))
end
