-- Ends a block.
--
-- KEYS  1 the blocks  2 the ledger
-- ARGV  1 the block's name  2 who does it
--
-- Answers 'done', or 'none' when there is no such block.

if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
	return 'none'
end
-- As in block.lua.
redis.call('XADD', KEYS[2], '*', 'what', 'unblock',
    'was', string.match(ARGV[1], '^network') or ARGV[1], 'who', ARGV[2])
redis.call('HDEL', KEYS[1], ARGV[1])
return 'done'
