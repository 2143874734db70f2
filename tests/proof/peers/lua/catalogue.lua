-- What is bid from, made ready: sets of ad groups are words of bits, weights
-- are whole numbers, and what was looked up once is kept.

local ffi = require "ffi"
local bit = require "bit"
local cjson = require "cjson"

local band, bor, bxor, rshift = bit.band, bit.bor, bit.bxor, bit.rshift

local KEPT = 100000                 -- strings of strangers, at most


-- value(key) of a function, kept

local function memo(value)
    local n = 0

    return setmetatable({}, { __index = function(t, key)
        if n == KEPT then
            for k in pairs(t) do
                t[k] = nil
            end
            n = 0
        end

        local v = value(key)
        t[key] = v
        n = n + 1

        return v
    end })
end


-- the hash of strings that features go by

local K0, K1 = 0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL
local K2, K3 = 0x8ebc6af09c88c6e3ULL, 0x589965cc75374cc3ULL
local LOW = 0xffffffffULL


local function mix(a, b)
    a, b = bxor(a, K0), bxor(b, K1)

    local al, ah = band(a, LOW), rshift(a, 32)
    local bl, bh = band(b, LOW), rshift(b, 32)
    local mid = ah * bl + rshift(al * bl, 32)
    local mid2 = al * bh + band(mid, LOW)

    return bxor(a * b, ah * bh + rshift(mid, 32) + rshift(mid2, 32))
end


local u64 = ffi.new("uint64_t[2]")
local bytes = ffi.cast("uint8_t *", u64)


local function load(p, at, n)
    u64[0] = 0
    ffi.copy(bytes, p + at, n)

    return u64[0]
end


local function hash64(s, seed)
    local len, at = #s, 0
    local p = ffi.cast("const uint8_t *", s)
    local h = mix(bxor(seed + 0ULL, K2), bxor(len + 0ULL, K3))

    while len - at >= 16 do
        h = mix(bxor(load(p, at, 8), h), bxor(load(p, at + 8, 8), K2))
        at = at + 16
    end

    local n = len - at

    if n >= 8 then
        return mix(bxor(load(p, at, 8), h), bxor(load(p, len - 8, 8), K0))
    end

    local tail = 0ULL

    if n >= 4 then
        tail = load(p, at, 4) * 0x100000000ULL + load(p, len - 4, 4)

    elseif n > 0 then
        tail = p[at] * 65536ULL + p[at + rshift(n, 1)] * 256ULL + p[len - 1]
    end

    return mix(bxor(tail, h), K0)
end


local function bucket(s, n)
    return tonumber(rshift(hash64(s:sub(1, 64):lower(), 1), 32)) % n
end


-- a domain, whatever a seller wrote around it

local function host(s)
    s = s:match("^%s*(.-)%s*$"):lower()
    s = s:gsub("^[%w+.-]*:?//", ""):match("^[^/\\?#]*")
    s = s:match("([^@]*)$"):gsub(":.*$", "")
    s = s:gsub("[.%s]+$", ""):gsub("^%*%.", ""):gsub("^%.+", "")

    return s
end


local function owner(s)
    s = host(s)

    if s:match("^www%..+%.") then
        s = s:sub(5)
    end

    return s
end


local Catalogue = {}
Catalogue.__index = Catalogue


-- words of all sets behind one another: a set is where it begins

local function sets(c, data)
    c.nwords = data.adgroup_words
    c.nsets = #data.sets
    local room = c.nsets + 4 * #data.campaigns + 64
    c.words = ffi.new("int32_t[?]", room * c.nwords)

    for i, set in ipairs(data.sets) do
        for k, w in ipairs(set) do
            c.words[(i - 1) * c.nwords + k - 1] = bit.tobit(w)
        end
    end
end


function Catalogue:new_set()
    local at = self.nsets * self.nwords
    self.nsets = self.nsets + 1

    return at
end


function Catalogue:add(set, i)
    local w = set + rshift(i, 5)
    self.words[w] = bor(self.words[w], bit.lshift(1, band(i, 31)))
end


function Catalogue:has(set, i)
    return band(rshift(self.words[set + rshift(i, 5)], band(i, 31)), 1) == 1
end


-- a dimension: of each key where the set it lets in is, and the other

local function dimension(c, data, spelling)
    local d = { any = data.any * c.nwords, incl = {}, excl = {} }

    for key, v in pairs(data.values) do
        key = (spelling or string.lower)(key)
        d.incl[key] = v[1] * c.nwords
        d.excl[key] = v[2] >= 0 and v[2] * c.nwords or nil
    end

    return d
end


-- the keys of a dimension that a string is, as lists of sets

local function found(d, keys)
    return memo(function(s)
        local hit = { excl = {} }

        for _, key in ipairs(keys(s)) do
            if d.incl[key] then
                hit[#hit + 1] = d.incl[key]
                hit.excl[#hit.excl + 1] = d.excl[key]
            end
        end

        return hit
    end)
end


local function itself(s)
    return { s:lower() }
end


local function category_keys(s)
    s = s:lower()
    local whole = s:match("^(.-)%-")

    return whole and { s, whole } or { s }
end


local function domain_keys(s)
    local keys, s = {}, host(s)

    while s:find(".", 1, true) do
        keys[#keys + 1] = s
        s = s:match("^[^.]*%.(.*)$")
    end

    return keys
end


-- names of two parts, by the first

local function pairs_of(d, separator)
    local by = {}

    for key in pairs(d.incl) do
        local a, b = key:match("^(.-)" .. separator .. "(.*)$")
        if a then
            by[a] = by[a] or { incl = {}, excl = {} }
            by[a].incl[b] = d.incl[key]
            by[a].excl[b] = d.excl[key]
        end
    end

    return by
end


local function dimensions(c, dims)
    c.format = dimension(c, dims["creatives"], tostring)
    c.deal = dimension(c, dims["inventory.deals"], tostring)
    c.domain = dimension(c, dims["inventory.domains"])
    c.cat = dimension(c, dims["inventory.categories"])
    c.keyword = dimension(c, dims["inventory.keywords"])
    c.country = dimension(c, dims["geo.countries"])
    c.region = dimension(c, dims["geo.regions"])
    c.city = dimension(c, dims["geo.cities"])
    c.device = dimension(c, dims["device.types"], tonumber)
    c.os = dimension(c, dims["device.os"])
    c.segment = dimension(c, dims["audience.segments"], tostring)

    c.domain.found = found(c.domain, domain_keys)
    c.cat.found = found(c.cat, category_keys)
    c.keyword.found = found(c.keyword, itself)
    c.city.found = found(c.city, itself)
    c.os.found = found(c.os, itself)

    c.region.by = pairs_of(c.region, "%-")
    c.city.by = pairs_of(c.city, "/")
    c.segment.by = pairs_of(c.segment, "/")
end


local function split(markup)
    local pieces = {}
    local words = { "qAUCTIONq", "qDOMAINq", "qBIDq", "qIMPq", "qTOKENq",
                    "987654321", "987654322", "4503599627370495" }

    local function cut(text, k)
        if k > #words then
            pieces[#pieces + 1] = text
            return
        end

        local from = 1

        while true do
            local at, to = text:find(words[k], from, true)
            cut(text:sub(from, (at or 0) - 1), k + 1)
            if not at then
                return
            end
            pieces[#pieces + 1] = k
            from = to + 1
        end
    end

    cut(markup, 1)

    return pieces
end


local NUMBERS = { "campaign", "slot", "goal", "media", "w", "h", "duration",
                  "bitrate", "skip", "skippable", "attr", "protocols",
                  "btype", "delivery", "linearity", "secure", "variants" }
local SUMS = { "bid", "max_cpm", "order", "prior" }


local function strings(list)
    local out = {}

    for i, s in ipairs(list) do
        out[i] = cjson.encode(s)
    end

    return "[" .. table.concat(out, ",") .. "]"
end


-- the part of a bid that is always the same

local function constant(g, campaign)
    local attr = {}

    for i = 0, 31 do
        if band(rshift(g.attr, i), 1) == 1 then
            attr[#attr + 1] = i
        end
    end

    local head = '","adid":"' .. g.crid .. '","adomain":'
                 .. strings(campaign.adomain) .. ',"cid":"' .. campaign.id
                 .. '","crid":"' .. g.crid .. '","cattax":1,"cat":'
                 .. strings(campaign.own)

    return head, #attr > 0
                 and ',"attr":[' .. table.concat(attr, ",") .. "]" or ""
end


local function adgroups(c, data)
    local n = #data.adgroups
    c.n = n
    c.rows = {}
    c.hidden = ffi.new("int32_t[?]", n * 64)

    for _, name in ipairs(NUMBERS) do
        c[name] = ffi.new("int32_t[?]", n)
    end

    for _, name in ipairs(SUMS) do
        c[name] = ffi.new("double[?]", n)
    end

    for i, g in ipairs(data.adgroups) do
        local campaign = data.campaigns[g.campaign + 1]
        local row = { crid = g.crid, mimes = g.mimes, versions = g.versions,
                      circles = g.circles, markup = {} }

        for _, name in ipairs(NUMBERS) do
            c[name][i - 1] = bit.tobit(g[name])
        end

        for _, name in ipairs(SUMS) do
            c[name][i - 1] = g[name]
        end

        for k, v in ipairs(g.sums) do
            c.hidden[(i - 1) * 64 + k - 1] = v
        end

        for k, markup in ipairs(g.markup) do
            row.markup[k] = split(markup)
        end

        row.head, row.attr = constant(g, campaign)
        row.slot, row.own_slot = campaign.slot, g.slot
        row.org = data.orgs[campaign.org + 1]
        c.rows[i - 1] = row
    end
end


-- who is sent away by a category or by a domain, as sets

local function blocks(c, data)
    c.bcat, c.badv = {}, {}

    local function put(by, key, i)
        by[key] = by[key] or c:new_set()
        c:add(by[key], i)
    end

    for i, g in ipairs(data.adgroups) do
        local campaign = data.campaigns[g.campaign + 1]

        for _, cat in ipairs(campaign.cats) do
            put(c.bcat, cat:lower(), i - 1)
        end

        for _, domain in ipairs(campaign.adomain) do
            domain = domain:lower()
            while domain and domain ~= "" do
                put(c.badv, domain, i - 1)
                domain = domain:match("^[^.]*%.(.*)$")
            end
        end
    end

    local bcat, badv = c.bcat, c.badv
    c.bcat = memo(function(s)
        return bcat[s:match("^%s*(.-)%s*$"):lower()] or false
    end)
    c.badv = memo(function(s)
        return badv[owner(s)] or false
    end)
end


-- whose hours are open, until the next quarter of an hour

local function hour_of_week(zone, now)
    local offset = zone[1]

    for i = 2, #zone, 2 do
        if zone[i] <= now then
            offset = zone[i + 1]
        end
    end

    return math.floor((now + offset + 3 * 86400) % (7 * 86400) / 3600)
end


function Catalogue:open_at(now)
    local quarter = math.floor(now / 900)

    if quarter == self.quarter then
        return self.open
    end

    for i = 0, self.nwords - 1 do
        self.words[self.open + i] = 0
    end

    for i, g in ipairs(self.scheduled) do
        local open = true

        if g ~= -1 then
            local s = self.schedules[g + 1]
            local hour = hour_of_week(self.zones[s[1] + 1], now)
            open = band(rshift(s[2 + rshift(hour, 5)], band(hour, 31)), 1) == 1
        end

        if open then
            self:add(self.open, i - 1)
        end
    end

    self.quarter = quarter

    return self.open
end


local function schedules(c, data)
    c.zones, c.schedules, c.scheduled = data.zones, data.schedules, {}
    c.open = c:new_set()

    for i, g in ipairs(data.adgroups) do
        c.scheduled[i] = g.schedule or -1
    end
end


local function model(c, m)
    c.base = ffi.new("int32_t[64]", m.base)
    c.user = ffi.new("int32_t[?]", 192 * 64)
    c.w2 = ffi.new("int32_t[?]", 16 * 64)
    c.b2 = ffi.new("int32_t[16]", m.b2)
    c.middle = m.middle
    c.sigmoid = ffi.new("double[?]", #m.sigmoid, m.sigmoid)

    for i, column in ipairs(m.user) do
        for k, v in ipairs(column) do
            c.user[(i - 1) * 64 + k - 1] = v
        end
    end

    for i, row in ipairs(m.w2) do
        for k, v in ipairs(row) do
            c.w2[(i - 1) * 64 + k - 1] = v
        end
    end
end


-- inputs of the network by what they are hashed from

local function features(c)
    local function hashed(first, n)
        return memo(function(s) return first + bucket(s, n) end)
    end

    c.of_country = hashed(84, 16)
    c.of_os = hashed(106, 5)
    c.of_language = hashed(111, 5)
    c.of_domain = hashed(128, 24)
    c.of_segment = memo(function(s) return bucket(s, 48) end)
    c.of_cat = memo(function(s)
        return bucket(s:match("^([^-]*)"), 16)
    end)
end


local function open(path)
    local file = assert(io.open(path))
    local data = cjson.decode(file:read("*a"))
    file:close()

    local c = setmetatable({}, Catalogue)
    sets(c, data)
    dimensions(c, data.dims)
    adgroups(c, data)
    blocks(c, data)
    schedules(c, data)
    model(c, data.model)
    features(c)

    -- who is in a deal is not among those without

    c.in_deals = c:new_set()

    for i = 0, c.nwords - 1 do
        c.words[c.in_deals + i] = bit.bnot(c.words[c.deal.any + i])
    end

    return c
end


return { open = open, hash64 = hash64 }
