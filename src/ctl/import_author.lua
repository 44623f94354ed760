-- Writes an author who was exported, unless known.
--
-- KEYS  1 the author
-- ARGV  1 n: write nothing  2 Unix seconds  3 second at which it expires  then fields
--       and values, by turns, '' for what is not there
--
-- Answers { 'new' }, { 'same' }, { 'other' }, or { 'old' } when the time is over.

local call = redis.call
local known, record, same = call('EXISTS', KEYS[1]) == 1, {}, true
for i = 4, #ARGV, 2 do
	local value = ARGV[i + 1]
	same = same and (call('HGET', KEYS[1], ARGV[i]) or '') == value
	if value ~= '' then
		record[#record + 1] = ARGV[i]
		record[#record + 1] = value
	end
end
if known then
	return { same and 'same' or 'other' }
end
if tonumber(ARGV[3]) <= tonumber(ARGV[2]) or #record == 0 then
	return { 'old' }
end
if ARGV[1] ~= 'n' then
	call('HSET', KEYS[1], unpack(record))
	call('EXPIREAT', KEYS[1], ARGV[3])
end
return { 'new' }
