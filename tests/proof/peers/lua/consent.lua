-- What a user agreed to, as far as the strings of the traffic go: the core of
-- the TCF, the US Privacy string, the national section of the platform.

local ffi = require "ffi"
local bit = require "bit"

local band, bor, rshift = bit.band, bit.bor, bit.rshift
local floor, min = math.floor, math.min

local VENDOR = 412

-- from when on a string has to be of policy 4, and to say whom it disclosed

local V22, V23 = 16961184000, 17723232000

-- what goes: the user's ids, what an ad is fitted by, the exact place

local USER, FITTING, PLACE = 1, 2, 4
local ALL = 7

local NATIONAL = { "......SHTsssssssssgsssssssskkkpmov",
                   "......SHTsssssssgsssskkpmov" }
local TAKES = { S = ALL, H = ALL, T = FITTING, s = FITTING, g = PLACE,
                v = FITTING }

local value = ffi.new("uint8_t[256]")
local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                .. "0123456789-_"

for i = 1, #letters do
    value[letters:byte(i)] = i - 1
end

local text, length, at            -- of the string that is read


local function begin(s)
    text, length, at = ffi.cast("const uint8_t *", s), #s * 6, 0
end


local function get(n)
    local v = 0

    if at + n > length then
        at = length + 1
        return 0
    end

    while n > 0 do
        local have = 6 - at % 6
        local some = min(have, n)
        v = v * 2 ^ some + band(rshift(value[text[floor(at / 6)]],
                                       have - some), 2 ^ some - 1)
        at = at + some
        n = n - some
    end

    return v
end


local function ranges(vendor)
    local found = false

    for _ = 1, get(12) do
        local group = get(1)
        local first = get(16)
        local last = group == 1 and get(16) or first
        found = found or vendor >= first and vendor <= last
    end

    return found
end


local function vendors(vendor)
    local most = get(16)

    if get(1) == 1 then
        return ranges(vendor) and vendor <= most
    end

    local from = at
    at = from + most

    if at > length or vendor > most then
        return false
    end

    from = from + vendor - 1

    return band(rshift(value[text[floor(from / 6)]], 5 - from % 6), 1) == 1
end


-- purposes from 1, the first in the highest of n bits

local function has(bits, purpose, n)
    return floor(bits / 2 ^ (n - purpose)) % 2 == 1
end


local function restricted()
    local none = 0

    for _ = 1, get(12) do
        local purpose, kind = get(6), get(2)
        if ranges(VENDOR) and kind ~= 1 then
            none = bor(none, bit.lshift(1, purpose))
        end
    end

    return none
end


-- further segments: whom the user was shown

local function disclosed(s)
    local said, ours = false, false

    for segment in s:gmatch("[^.]+") do
        begin(segment)
        if get(3) == 1 then
            said = true
            ours = vendors(VENDOR)
        end
    end

    return said, ours
end


local function tcf(s)
    local dot = s:find(".", 1, true)

    begin(dot and s:sub(1, dot - 1) or s)

    if get(6) ~= 2 then
        return ALL
    end

    at = 42
    local updated = get(36)
    at = 132
    local policy, service = get(6), get(1)
    at = 140
    local features, purposes = get(12), get(24)
    at = 200
    local one = get(1)
    at = 213
    local consent = vendors(VENDOR)
    vendors(VENDOR)
    local none = restricted()

    if at > length or service == 0 or not consent
       or updated >= V22 and policy < 4
    then
        return ALL
    end

    local said, ours = false, false

    if dot then
        said, ours = disclosed(s:sub(dot + 1))
    end

    if said and not ours or updated >= V23 and not said then
        return ALL
    end

    local function may(purpose)
        return has(purposes, purpose, 24)
               and band(rshift(none, purpose), 1) == 0
    end

    if not may(2) then
        return ALL
    end

    return bor((one == 1 or not may(1) or not may(7)) and USER or 0,
               may(4) and 0 or FITTING, has(features, 1, 12) and 0 or PLACE)
end


local function usp(s)
    if not s:find("^1[YNyn-][YNyn-][YNyn-]$") then
        return ALL
    end

    return s:find("^1.[Yy]") and ALL or 0
end


local function national(s)
    local first, second = s:match("^([^.]*)%.?(.*)$")
    local fields = #first * 6 >= 6 + 2 * #NATIONAL[1] and NATIONAL[1]
                   or NATIONAL[2]
    local takes = 0

    begin(first)

    local version = get(6)

    if version < 1 or version > 2 then
        return ALL
    end

    for i = 1, #fields do
        local v = get(2)
        local field = fields:sub(i, i)
        if v == 3 or field == "k" and v ~= 0 then
            takes = ALL
        elseif v == 1 then
            takes = bor(takes, TAKES[field] or 0)
        end
    end

    if at > length then
        return ALL
    end

    if second ~= "" then
        begin(second)
        takes = get(3) == 2 and takes or ALL
    end

    return takes
end


local function fibonacci()
    local sum, a, b, before = 0, 1, 2, 0

    while at <= length do
        local one = get(1)
        if one == 1 and before == 1 then
            return sum
        end
        sum = sum + one * a
        a, b, before = b, a + b, one
    end

    return 0
end


-- the sections by their number; nil: not to be read

local function sections(s)
    local parts, ids, id = {}, {}, 0

    for part in s:gmatch("[^~]+") do
        parts[#parts + 1] = part
    end

    begin(parts[1] or "")

    if get(6) ~= 3 or get(6) ~= 1 then
        return nil
    end

    for i = 1, get(12) do
        if get(1) == 1 then
            return nil
        end
        id = id + fibonacci()
        ids[id] = parts[i + 1]
    end

    return at <= length and ids or nil
end


local function section(id, found, us_privacy, consent)
    if id == 6 then
        return found[6] and usp(found[6]) or us_privacy and 0 or ALL
    elseif id == 7 then
        return found[7] and national(found[7]) or ALL
    elseif id == 2 then
        return tcf(consent or found[2] or "")
    end

    return ALL
end


local function platform(regs, consent)
    local ids, takes = regs.gpp_sid, 0
    local found = regs.gpp and sections(regs.gpp)

    if not found and not ids then
        return ALL
    end

    if not ids then
        for id in pairs(found) do
            if id >= 6 then
                takes = bor(takes, section(id, found, regs.us_privacy))
            end
        end
        return takes
    end

    for i = 1, #ids do
        takes = bor(takes, section(ids[i], found or {}, regs.us_privacy,
                                   consent))
    end

    return takes
end


-- what regs and user say together takes this away

local function read(regs, user)
    local takes = (regs.coppa or 0) > 0 and ALL or 0

    if regs.gpp or regs.gpp_sid then
        takes = bor(takes, platform(regs, user.consent))
    end

    if (regs.gdpr or 0) > 0 then
        takes = bor(takes, tcf(user.consent or ""))
    end

    if regs.us_privacy then
        takes = bor(takes, usp(regs.us_privacy))
    end

    return takes
end


return { read = read, USER = USER, FITTING = FITTING, PLACE = PLACE }
