-- Writes an entry of the ledger that was exported; a stream grows only at its end.
--
-- KEYS  1 the ledger
-- ARGV  1 n: write nothing  2 milliseconds and 3 number within, of its id  then fields
--       and values, by turns
--
-- Answers { 'new' }, { 'same' }, { 'other' }, or { 'late' } when there are newer ones.

local call = redis.call
local id = ARGV[2] .. '-' .. ARGV[3]
local there = call('XRANGE', KEYS[1], id, id)[1]
if there then
	local same = #there[2] == #ARGV - 3
	for i = 4, #ARGV do
		same = same and there[2][i - 3] == ARGV[i]
	end
	return { same and 'same' or 'other' }
end
local last = call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if last then
	local ms, seq = string.match(last[1], '^(%d+)-(%d+)$')
	ms = tonumber(ms) - tonumber(ARGV[2])
	if ms > 0 or (ms == 0 and tonumber(seq) > tonumber(ARGV[3])) then
		return { 'late' }
	end
end
if ARGV[1] ~= 'n' then
	call('XADD', KEYS[1], id, unpack(ARGV, 4))
end
return { 'new' }
