-- Sliding window logs: one sorted set per log, one member per request that was admitted, scored by its time.
--
-- One call decides a batch of requests, in their order. Each names one or more logs and is admitted when all of them have
-- room; then all of them count it. One that is refused is not counted anywhere.
--
-- KEYS     the logs of the first request, then those of the second, and so on
-- ARGV[1]  makes the members of this call unlike those of any other
-- then, for each request: how many logs, and for each of them its quota and its window in microseconds
--
-- Answers two numbers per request: what remains in the log that has least left, or -1 when the request is refused; and
-- after how many microseconds there is room again, for one more than now.

-- This machine's time, the same for all processes that ask.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local answers = {}
local key, arg, request = 0, 1, 0
while arg < #ARGV do
  local logs = tonumber(ARGV[arg + 1])
  local least, wait = math.huge, 0
  for log = 1, logs do
    local name = KEYS[key + log]
    local quota = tonumber(ARGV[arg + 2 * log])
    local window = tonumber(ARGV[arg + 2 * log + 1])
    redis.call('ZREMRANGEBYSCORE', name, '-inf', now - window)
    local used = redis.call('ZCARD', name)
    -- The one whose leaving makes room: the oldest, or, after the quota was lowered, the last that is too many.
    local leaving = math.max(used - quota, 0)
    local oldest = redis.call('ZRANGE', name, leaving, leaving, 'WITHSCORES')
    local room = oldest[2] and math.min(oldest[2] + window - now, window) or window
    local left = math.max(quota - used, 0)
    if left < least or (left == least and room > wait) then
      least, wait = left, room
    end
  end
  if least > 0 then
    request = request + 1
    for log = 1, logs do
      local name = KEYS[key + log]
      local window = tonumber(ARGV[arg + 2 * log + 1])
      redis.call('ZADD', name, now, ARGV[1] .. ':' .. request)
      redis.call('PEXPIRE', name, math.ceil(window / 1000))
    end
  end
  answers[#answers + 1] = least - 1
  answers[#answers + 1] = wait
  key = key + logs
  arg = arg + 1 + 2 * logs
end
return answers
