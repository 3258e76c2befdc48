-- For wrk: sends the requests of a file round and round. Environment: REQUESTS is the file, where a line with its
-- length in bytes stands before each request; AFTER the number of the one before the first to be sent.
local requests, last = {}, tonumber(os.getenv("AFTER"))

function init()
    local file = assert(io.open(os.getenv("REQUESTS"), "rb"))
    local length = file:read("*l")
    while length do
        requests[#requests + 1] = file:read(tonumber(length))
        length = file:read("*l")
    end
    file:close()
end

function request()
    last = last % #requests + 1
    return requests[last]
end

-- Whole numbers and tables of them, which is all that there is.
local function json(value)
    if type(value) ~= "table" then
        return ("%d"):format(value)
    end
    local members = {}
    for name, member in pairs(value) do
        table.insert(members, ('"%s": %s'):format(name, json(member)))
    end
    return "{" .. table.concat(members, ", ") .. "}"
end

function done(total, latency)
    local figures = {
        requests = total.requests, bytes = total.bytes, microseconds = total.duration, errors = total.errors,
        max = latency.max,
    }
    for _, share in ipairs({50, 99}) do
        figures["p" .. share] = latency:percentile(share)
    end
    print("RESULT " .. json(figures))
end
