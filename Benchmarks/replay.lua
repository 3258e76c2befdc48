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

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "max": %d,'
            .. ' "errors": {"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}}\n',
        summary.requests, summary.duration, summary.bytes,
        latency:percentile(50), latency:percentile(99), latency.max,
        errors.connect, errors.read, errors.write, errors.status, errors.timeout
    ))
end
