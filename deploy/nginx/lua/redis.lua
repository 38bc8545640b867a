-- The few words of Redis' protocol that replicas.lua needs.

local M = {}

-- Milliseconds to connect, send, receive. Nobody waits for this but a timer.
local PATIENCE = 300

local function encoded(words)
    local parts = { "*" .. #words .. "\r\n" }
    for _, word in ipairs(words) do
        parts[#parts + 1] = "$" .. #word .. "\r\n" .. word .. "\r\n"
    end
    return table.concat(parts)
end

-- One reply: a string, a number, a list of replies, or nil and what went wrong.
local function reply(socket)
    local line, failure = socket:receive()
    if not line then
        return nil, failure
    end
    local kind, rest = line:sub(1, 1), line:sub(2)
    if kind == "+" then
        return rest
    elseif kind == ":" then
        return tonumber(rest)
    elseif kind == "$" and tonumber(rest) >= 0 then
        local bytes, cut = socket:receive(tonumber(rest) + 2)
        return bytes and bytes:sub(1, -3), cut
    elseif kind == "*" then
        local list = {}
        for place = 1, tonumber(rest) do
            local item, cut = reply(socket)
            if not item then
                return nil, cut
            end
            list[place] = item
        end
        return list
    end
    return nil, "Redis says: " .. rest
end

local function say(socket, words)
    local sent, failure = socket:send(encoded(words))
    if not sent then
        return nil, failure
    end
    return reply(socket)
end

-- Sends one command to `server` ({ host, port, password }) and returns the reply, or nil and what went wrong.
function M.call(server, ...)
    local socket = ngx.socket.tcp()
    socket:settimeout(PATIENCE)
    local connected, failure = socket:connect(server.host, server.port)
    if not connected then
        return nil, failure
    end
    if server.password and socket:getreusedtimes() == 0 then
        local known, refusal = say(socket, { "AUTH", server.password })
        if not known then
            socket:close()
            return nil, refusal
        end
    end
    local answer, cut = say(socket, { ... })
    if not answer then
        -- Whatever still comes on this connection belongs to nobody.
        socket:close()
        return nil, cut
    end
    socket:setkeepalive(10000, 2)
    return answer
end

return M
