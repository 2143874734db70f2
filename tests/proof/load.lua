-- wrk -s load.lua URL -- FILE: posts the lines of FILE, one after another

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
