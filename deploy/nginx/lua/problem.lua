-- What nginx itself has to refuse, in the API's own words (crates/http/src/problem.rs).

local M = {}

local PROBLEMS = {
    too_large = { "body_too_large", "The body is too large", "Nothing here takes a body of that size." },
    unavailable = { "unavailable", "Temporarily unavailable", "Please try again in a moment." },
    unknown = {
        "outcome_unknown", "The outcome is not known yet",
        "The request was passed on and no answer came back. Ask again with the same Idempotency-Key.",
    },
}

-- Whether a request that changes something may have reached a replica.
local function may_have_happened()
    local method = ngx.req.get_method()
    if method == "GET" or method == "HEAD" then
        return false
    end
    -- One number for each replica that was tried.
    return (ngx.var.upstream_bytes_sent or ""):find("[1-9]") ~= nil
end

function M.answer()
    local kind = ngx.status == 413 and "too_large" or may_have_happened() and "unknown" or "unavailable"
    local code, title, detail = unpack(PROBLEMS[kind])
    if kind ~= "too_large" then
        ngx.header["Retry-After"] = "1"
    end
    ngx.header["Content-Type"] = "application/problem+json"
    ngx.header["Cache-Control"] = "no-store"
    ngx.header["X-Request-Id"] = ngx.var.shop_request_id
    local body = string.format(
        '{"type":"urn:doorbuster:problem:%s","title":"%s","status":%d,"code":"%s","detail":"%s","request_id":"%s"}',
        code, title, ngx.status, code, detail, ngx.var.shop_request_id
    )
    ngx.header["Content-Length"] = #body
    ngx.print(body)
end

return M
