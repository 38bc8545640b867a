-- Which replicas there are, and which of them gets the next request.
--
-- Every replica writes itself into a sorted set in Redis once a second, under the time when that stops being true
-- (crates/gateways/src/registry). Every worker of nginx reads the set twice a second, in the background: no request ever
-- waits for Redis, and when Redis is gone the last list stays. A replica that cannot be reached is left alone for a
-- moment, list or not.

local balancer = require "ngx.balancer"
local redis = require "redis"

local M = {}

-- Seconds between two readings. A replica that leaves goes on serving for 2 s (DRAIN_DELAY), so everybody has read by then.
local EVERY = 0.5
-- Seconds for which a replica that could not be reached is asked only when there is no other.
local AVOID = 2
-- Seconds for which a request waits when no replica is known at all.
local PATIENCE = 2
-- Replicas that one request may try.
local TRIES = 3

-- Redis' own clock decides who is still there.
local PRESENT = "return redis.call('ZRANGEBYSCORE', KEYS[1], redis.call('TIME')[1], '+inf')"
local REGISTRY = "doorbuster:replicas"

local server
local known = {}
local avoided = {}
local turn = 0
local is_redis_away = false

-- "10.0.0.7:8080 0193… 0.1.0": address, id, version.
local function parsed(member)
    local address, id, version = member:match("^(%S+) (%S+) (%S+)$")
    local host, port = (address or ""):match("^%[?([%x.:]+)%]?:(%d+)$")
    if host and host:find(":", 1, true) then
        host = "[" .. host .. "]"
    end
    return host and { address = address, host = host, port = tonumber(port), id = id, version = version }
end

local function adopt(members)
    local list, seen = {}, {}
    for _, member in ipairs(members) do
        local replica = parsed(member)
        -- After a crash and a quick restart one address is there twice.
        if replica and not seen[replica.address] then
            seen[replica.address] = true
            list[#list + 1] = replica
        end
    end
    known = list
end

local function read(stopping)
    if stopping then
        return
    end
    local members, failure = redis.call(server, "EVAL", PRESENT, "1", REGISTRY)
    if not members then
        if not is_redis_away then
            ngx.log(ngx.ERR, "cannot read the registry, going on with ", #known, " replicas: ", failure)
        end
        is_redis_away = true
        return
    end
    is_redis_away = false
    -- An empty registry is one that Redis has lost: the replicas write it anew within a second.
    if #members > 0 then
        adopt(members)
        ngx.shared.replicas:set("last", table.concat(members, "\n"))
    end
end

local function first_line(path)
    local file = assert(io.open(path))
    local line = file:read("*l")
    file:close()
    return line
end

-- In the master process, before anything is served: mistakes of the configuration end it.
local address = os.getenv("REDIS_ADDRESS") or "127.0.0.1:6379"
local host, port = address:match("^(.+):(%d+)$")
assert(host, "REDIS_ADDRESS must be host:port")
local password_file = os.getenv("REDIS_PASSWORD_FILE")
local has_password = password_file and password_file ~= ""
server = { host = host, port = tonumber(port), password = has_password and first_line(password_file) or nil }

-- In every worker: starts reading.
function M.follow()
    -- What a worker before us knew, when nginx was reloaded.
    local members = {}
    for member in (ngx.shared.replicas:get("last") or ""):gmatch("[^\n]+") do
        members[#members + 1] = member
    end
    adopt(members)
    -- Workers do not all begin with the same replica.
    turn = ngx.worker.id()
    ngx.timer.at(0, read)
    ngx.timer.every(EVERY, read)
end

-- Before a request is passed on: the first ones after a start wait until the registry was read.
function M.wait()
    local waited = 0
    while #known == 0 and waited < PATIENCE do
        ngx.sleep(0.02)
        waited = waited + 0.02
    end
end

-- The next in turn: one that was not tried for this request and is not avoided; else one that was not tried; else any,
-- for it may have been only an old connection that failed.
local function next_replica(tried)
    local now = ngx.now()
    local second, third
    for step = 1, #known do
        local replica = known[(turn + step - 1) % #known + 1]
        if tried[replica.address] then
            third = third or replica
        elseif (avoided[replica.address] or 0) > now then
            second = second or replica
        else
            turn = turn + step
            return replica
        end
    end
    turn = turn + 1
    return second or third
end

-- For every attempt of every request. nginx calls this again only for what it may send again.
function M.choose()
    local request = ngx.ctx
    if request.replica then
        avoided[request.replica] = ngx.now() + AVOID
    else
        request.tried = {}
        balancer.set_more_tries(math.min(TRIES, #known) - 1)
    end
    local replica = next_replica(request.tried)
    if not replica then
        -- NGX_BUSY: nginx says "no live upstreams" and answers 502. ngx.ERROR would be a 500.
        return ngx.exit(-3)
    end
    request.replica = replica.address
    request.tried[replica.address] = true
    assert(balancer.set_current_peer(replica.host, replica.port))
end

-- For operators: one line per replica.
function M.show()
    local lines = {}
    for _, replica in ipairs(known) do
        local note = (avoided[replica.address] or 0) > ngx.now() and " avoided" or ""
        lines[#lines + 1] = replica.address .. " " .. replica.id .. " " .. replica.version .. note .. "\n"
    end
    local text = table.concat(lines)
    ngx.header["Content-Type"] = "text/plain"
    ngx.header["Content-Length"] = #text
    ngx.print(text)
end

return M
