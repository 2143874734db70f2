-- wrk -s load.lua URL -- FILE: posts the lines of FILE, one after another, and
-- tells what came of it in a line of JSON

local requests = {}
local next_one = 0

function init(args)
    for line in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("POST", nil,
            { ["Content-Type"] = "application/json" }, line)
    end
end

function request()
    next_one = next_one % #requests + 1
    return requests[next_one]
end

function done(summary, latency)
    io.write(string.format(
        "summary {\"requests\":%d,\"us\":%d,\"latencies\":[%d,%d,%d,%d,%d]}\n",
        summary.requests, summary.duration, latency:percentile(50),
        latency:percentile(90), latency:percentile(99),
        latency:percentile(99.9), latency.max))
end
