-- wrk's requests over ARTICLES articles, as WHAT says:
--
--     fill   a visit of each, in turn and from many networks, and no more
--     visit  a visit of any, each a new reader's
--     read   the numbers of any ten
local what, articles = os.getenv("WHAT"), tonumber(os.getenv("ARTICLES"))
local threads, n = 0, 0

function setup(thread)
	thread:set("number", threads)
	threads = threads + 1
	thread:set("salt", os.time())
end

function init()
	math.randomseed(salt + number)
	wrk.headers["Origin"] = os.getenv("ORIGIN")
	if what ~= "read" then
		wrk.method = "POST"
		wrk.path = "/api/visits"
		wrk.headers["Content-Type"] = "text/plain"
	end
end

local function name(k)
	return "/articles/" .. k .. ".html"
end

-- The threads, two of them, take one after the other.
function request()
	n = n + 1
	if what == "read" then
		local names = {}
		for i = 1, 10 do
			names[i] = "article=" .. name(math.random(articles))
		end
		return wrk.format(nil, "/api/visits?" .. table.concat(names, "&"))
	end
	local k = math.random(articles)
	if what == "fill" then
		k = 2 * n - 1 + number
		if k > articles then
			wrk.thread:stop()
		end
		wrk.headers["X-Reader"] = string.format("10.%d.%d.1", k % 256,
		    math.floor(k / 256) % 256)
	end
	wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
	    .. "(KHTML, like Gecko) Chrome/130.0 Safari/537.36 "
	    .. salt .. "." .. number .. "." .. n
	wrk.body = '{"article":"' .. name(k) .. '"}'
	return wrk.format()
end
