-- How a comment is given another state, for scripts that decide whether it is: after
-- index.lua.  What is deleted keeps only its place, and the hash of its token: a deletion
-- that is repeated, for its answer was lost, is answered as the first one.
--
-- `by` is the moderator's: { key of the ledger, what that is called there, who, seconds
-- that an author is remembered, 'known' or 'new' }, or nil.  What a moderator says of a
-- comment is said of its author, too; whoever takes that back tells what the author was.
--
-- Returns { 'done', the state before, <h> of its article, of a moderator 'known' when the
-- author was approved before and 'new' when not, or '' }, { 'same', state } when it has
-- it already or was deleted, { 'none' } when there is no such comment.
local function turn(id, to, why, now, by)
	local c = redis.call('HMGET', comment(id), 'a', 't', 'st', 'w')
	if not c[1] then
		return { 'none' }
	end
	local from = c[3] or 'published'
	if from == to or from == 'deleted' then
		return { 'same', from }
	end

	-- What would raise an error is done first: what was written would stay.
	if by then
		redis.call('XLEN', by[1])
	end

	-- What goes, goes first: once it has given something back, Redis lets a script go
	-- on though its memory is used up.
	redis.call('HDEL', comment(id), 'why', 'ts')
	if to == 'deleted' then
		redis.call('HDEL', comment(id), 'n', 'm', 'u', 's', 'h', 'v', 'w', 'e',
		    'up', 'dn', 'o')
		redis.call('DEL', 'x' .. tag .. id)
	end

	local a = article_of(c[1])
	local listed = { held = true, spam = true }
	if listed[from] then
		redis.call('ZREM', 'm' .. tag .. from, id)
	end
	if to == 'published' then
		redis.call('HDEL', comment(id), 'st')
		show(id, a, c[2])
	else
		redis.call('HSET', comment(id), 'st', to)
		if from == 'published' then
			hide(id, a)
		end
	end
	if listed[to] then
		redis.call('HSET', comment(id), 'ts', now)
		if why ~= '' then
			redis.call('HSET', comment(id), 'why', why)
		end
		redis.call('ZADD', 'm' .. tag .. to, by_time(c[2], id), id)
	elseif to == 'deleted' and redis.call('ZSCORE', 't' .. tag .. a .. ':best', id) then
		-- A root with replies: what is left of it has no votes any more.
		rank(id, a, c[2])
	end

	local who, author = c[4] and by and 'h' .. tag .. c[4], ''
	if who then
		local said = { published = 'known', spam = 'new', deleted = 'new' }
		local is = by[5] or said[to]
		author = redis.call('HGET', who, 'ok') and 'known' or 'new'
		if to == 'spam' or to == 'deleted' then
			redis.call('HDEL', who, 'since')
		end
		if is == 'known' then
			redis.call('HSET', who, 'ok', 1)
			redis.call('EXPIRE', who, by[4])
		elseif is then
			redis.call('HDEL', who, 'ok')
		end
	end
	if from == 'published' or to == 'published' then
		changed(a, now)
	end
	if by then
		redis.call('XADD', by[1], '*', 'what', by[2], 'comment', id, 'was', from,
		    'is', to, 'why', why, 'who', by[3])
	end
	return { 'done', from, a, author }
end
