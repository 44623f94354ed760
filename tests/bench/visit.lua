-- wrk's requests: visits of one article, as count.js posts them or, with WALINE=1,
-- as Waline does.  READERS=many gives each its own User-Agent, so that each counts;
-- READERS=one the same to all.
local many = os.getenv("READERS") ~= "one"
local next_id = 0
local n = 0

function setup(thread)
	next_id = next_id + 1
	thread:set("id", next_id .. "." .. os.time())
end

wrk.method = "POST"
if os.getenv("WALINE") then
	wrk.path = "/api/article"
	wrk.body = '{"path":"/articles/measured.html","type":"time","action":"inc"}'
	wrk.headers["Content-Type"] = "application/json"
else
	wrk.path = "/api/visits"
	wrk.body = "article=%2Farticles%2Fmeasured.html"
	wrk.headers["Content-Type"] = "application/x-www-form-urlencoded;charset=UTF-8"
end
wrk.headers["Origin"] = os.getenv("ORIGIN")

function request()
	n = n + 1
	wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
	    .. "(KHTML, like Gecko) Chrome/130.0 Safari/537.36 "
	    .. (many and id .. "." .. n or "1.1700000000.1")
	return wrk.format()
end
