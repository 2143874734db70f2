-- Which ad groups a request, and an impression of it, lets in: sets of bits,
-- one dimension after the other.

local ffi = require "ffi"
local bit = require "bit"

local band, bor, bnot = bit.band, bit.bor, bit.bnot

local NONE = {}

local c, words, nwords
local acc, either
local plan = {}


local function meet(set)
    for i = 0, nwords - 1 do
        acc[i] = band(acc[i], words[set + i])
    end
end


local function without(set)
    for i = 0, nwords - 1 do
        acc[i] = band(acc[i], bnot(words[set + i]))
    end
end


local function gather_begin()
    for i = 0, nwords - 1 do
        either[i] = 0
    end
end


local function gather(set)
    for i = 0, nwords - 1 do
        either[i] = bor(either[i], words[set + i])
    end
end


local function meet_gathered(to)
    for i = 0, nwords - 1 do
        to[i] = band(to[i], either[i])
    end
end


-- one dimension of which so many sets were hit

local hits, nhits = {}, 0


local function hit(list)
    for i = 1, #list do
        nhits = nhits + 1
        hits[nhits] = list[i]
    end

    local excl = list.excl

    for i = 1, #excl do
        without(excl[i])
    end
end


local function hit_one(d, key)
    local set = d.incl[key]

    if set then
        nhits = nhits + 1
        hits[nhits] = set
        if d.excl[key] then
            without(d.excl[key])
        end
    end
end


local function settle(d)
    if nhits == 0 then
        meet(d.any)

    elseif nhits == 1 then
        meet(hits[1])

    else
        gather_begin()
        for i = 1, nhits do
            gather(hits[i])
        end
        meet_gathered(acc)
    end

    nhits = 0
end


local function words_of(list)
    local from = 1

    while list do
        local at = list:find(",", from, true)
        local word = list:sub(from, (at or 0) - 1)

        if word:byte(1) == 32 or word:byte(-1) == 32 then
            word = word:match("^%s*(.-)%s*$")
        end

        hit(c.keyword.found[word])

        if not at then
            return
        end
        from = at + 1
    end
end


local function each(list, found)
    for i = 1, list and #list or 0 do
        hit(found[list[i]])
    end
end


local function country_of(geo)
    local country = geo.country

    return country and #country == 3 and country:upper() or nil
end


local function plan_geo(geo)
    local country = country_of(geo)

    if country then
        hit_one(c.country, country:lower())
    end
    settle(c.country)

    if country then
        country = country:lower()
    end

    local by = country and geo.region and c.region.by[country]

    if by then
        local region = geo.region:lower()
        local dash = region:find("-", 1, true)
        hit_one(by, dash and region:sub(dash + 1) or region)
    end
    settle(c.region)

    if geo.city then
        hit(c.city.found[geo.city])
        by = country and c.city.by[country]
        if by then
            hit_one(by, geo.city:lower())
        end
    end
    settle(c.city)
end


local function plan_user(user)
    local data = user.data

    for i = 1, data and #data or 0 do
        local by = c.segment.by[data[i].name or data[i].id]
        local segment = data[i].segment

        for k = 1, by and segment and #segment or 0 do
            hit_one(by, segment[k].id)
        end
    end
    settle(c.segment)
end


function plan.request(b, r)
    local place = r.site or r.app or NONE

    ffi.copy(acc, words + c:open_at(b.now), nwords * 4)

    local content = place.content or NONE

    if r.site then
        local domain = r.site.domain or r.site.page
        if domain then
            hit(c.domain.found[domain])
        end
    end
    settle(c.domain)

    each(place.cat, c.cat.found)
    each(place.sectioncat, c.cat.found)
    each(place.pagecat, c.cat.found)
    settle(c.cat)

    words_of(place.keywords)
    each(place.kwarray, c.keyword.found)
    words_of(content.keywords)
    words_of(b.profile.keywords)
    settle(c.keyword)

    plan_geo(b.geo)

    local device = r.device or NONE

    if device.devicetype then
        hit_one(c.device, device.devicetype)
    end
    settle(c.device)

    if device.os then
        hit(c.os.found[device.os])
    end
    settle(c.os)

    plan_user(b.profile)

    for _, cat in ipairs(r.bcat or NONE) do
        local set = c.bcat[cat]
        if set then
            without(set)
        end
    end

    for _, domain in ipairs(r.badv or NONE) do
        local set = c.badv[domain]
        if set then
            without(set)
        end
    end
end


-- into a set of its own, which walks go through

function plan.imp(imp)
    local banner, video = imp.banner, imp.video

    gather_begin()

    if banner and banner.format then
        for i = 1, #banner.format do
            local f = banner.format[i]
            local set = c.sizes[f.w] and c.sizes[f.w][f.h]
            if set then
                gather(set)
            end
        end

    elseif banner then
        local set = c.sizes[banner.w] and c.sizes[banner.w][banner.h]
        if set then
            gather(set)
        end
    end

    for i = 1, video and video.mimes and #video.mimes or 0 do
        local set = c.format.incl[video.mimes[i]]
        if set then
            gather(set)
        end
    end

    for i = 0, nwords - 1 do
        plan.let_in[i] = band(acc[i], either[i])
    end
end


-- sizes by their two numbers, and deals by who is in them and nowhere else

function plan.start(catalogue)
    c = catalogue
    words, nwords = c.words, c.nwords
    acc = ffi.new("int32_t[?]", nwords)
    plan.let_in = ffi.new("int32_t[?]", nwords)
    either = ffi.new("int32_t[?]", nwords)
    c.sizes, c.deal_sets = {}, {}

    for key, set in pairs(c.format.incl) do
        local w, h = key:match("^(%d+)x(%d+)$")
        if w then
            w, h = tonumber(w), tonumber(h)
            c.sizes[w] = c.sizes[w] or {}
            c.sizes[w][h] = set
        end
    end

    for id, set in pairs(c.deal.incl) do
        c.deal_sets[id] = c:new_set()
        for i = 0, nwords - 1 do
            words[c.deal_sets[id] + i] = band(words[set + i],
                                              words[c.in_deals + i])
        end
    end
end


return plan
