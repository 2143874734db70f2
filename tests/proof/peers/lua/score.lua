-- What an offer is worth: the network's inputs, its output, the value.

local ffi = require "ffi"
local bit = require "bit"

local band, bor = bit.band, bit.bor
local lshift, rshift, arshift = bit.lshift, bit.rshift, bit.arshift
local floor, min, max = math.floor, math.min, math.max

local BANNER, VIDEO = 1, 2
local CPM, CPA, CPCV = 0, 2, 3
local ONE = 1e9

local c
local hidden, hidden_imp = ffi.new("int32_t[64]"), ffi.new("int32_t[64]")
local segments = ffi.new("uint8_t[48]")
local score = {}


local function feature(index)
    local at = index * 64

    for j = 0, 63 do
        hidden[j] = hidden[j] + c.user[at + j]
    end
end


local TYPE = { 0, 1, 3, 0, 2, 4, 3, 5 }


local function feature_cats(seen, cats)
    for i = 1, cats and #cats or 0 do
        local n = c.of_cat[cats[i]]
        if band(rshift(seen, n), 1) == 0 then
            seen = bor(seen, lshift(1, n))
            feature(152 + n)
        end
    end

    return seen
end


local function feature_segments(data)
    ffi.fill(segments, 48)

    for i = 1, data and #data or 0 do
        local list = data[i].segment
        for k = 1, list and #list or 0 do
            local n = c.of_segment[list[k].id]
            if segments[n] == 0 then
                segments[n] = 1
                feature(32 + n)
            end
        end
    end
end


function score.request(b, r)
    local device = r.device or {}
    local place = r.site or r.app or {}
    local domain = r.site and r.site.domain or r.app and r.app.bundle

    ffi.copy(hidden, c.base, 256)
    feature(83)
    feature(116 + floor(b.now % 86400 / 7200))
    feature_segments(b.profile.data)

    if b.geo.country then
        feature(c.of_country[b.geo.country])
    end

    if device.devicetype and TYPE[device.devicetype] then
        feature(100 + TYPE[device.devicetype])
    end

    if device.os then
        feature(c.of_os[device.os])
    end

    if device.language then
        feature(c.of_language[device.language])
    end

    if domain then
        feature(c.of_domain[domain])
    end

    local seen = feature_cats(0, place.cat)
    seen = feature_cats(seen, place.sectioncat)
    seen = feature_cats(seen, place.pagecat)

    if place.content then
        feature_cats(seen, place.content.cat)
    end
end


local function size_class(w, h)
    if w <= 0 or h <= 0 then
        return 8
    elseif w >= 3 * h then
        return h <= 60 and 0 or 1
    elseif h >= 2 * w then
        return w < 200 and 2 or 3
    elseif w * h <= 100000 then
        return h >= w and 4 or 5
    end

    return h > w and 6 or 7
end


local function imp_feature(index)
    local at = index * 64

    for j = 0, 63 do
        hidden_imp[j] = hidden_imp[j] + c.user[at + j]
    end
end


-- the first of those scored says for what

function score.imp(imp, o)
    local media = c.media[o.g]
    local size = size_class(o.w, o.h)
    local pos

    ffi.copy(hidden_imp, hidden, 256)
    imp_feature(167 + media)

    if size < 8 then
        imp_feature(172 + size)
    end

    if media == BANNER then
        pos = imp.banner.pos
    elseif media == VIDEO then
        pos = imp.video.pos
    end

    if pos and pos >= 0 and pos < 8 then
        imp_feature(180 + pos)
    end

    if imp.instl == 1 then
        imp_feature(188)
    end

    if o.deal then
        imp_feature(189)
    end
end


-- a neuron that fires has a sum above 0, which its sign says: no branch

local function output(g, head)
    local at, row, y = g * 64, head * 64, c.b2[head]
    local own, w2 = c.hidden, c.w2

    for j = 0, 63 do
        y = y + band(w2[row + j], arshift(-(hidden_imp[j] + own[at + j]), 31))
    end

    return y
end


local function chance(g, head)
    return c.sigmoid[output(g, head) + c.middle]
end


-- a times b parts of a billion, to the nearest, in sums that are exact

local function part(a, b)
    local high = floor(b / 32768)
    local t = a * high
    local q = floor(t / ONE)

    return q * 32768 + floor(((t - q * ONE) * 32768 + a * (b - high * 32768)
                              + ONE / 2) / ONE)
end


local function ratio(p, prior)
    local t = p * 1e5
    local q = floor(t / prior)

    return q * 1e4 + floor((t - q * prior) * 1e4 / prior)
end


function score.value(g)
    local goal, bid = c.goal[g], c.bid[g]
    local p = chance(g, goal == CPCV and 2 or 0)

    if goal == CPM then
        local prior = c.prior[g]

        if prior == 0 or prior == ONE or p >= prior then
            return bid
        end

        return part(bid, max(ratio(p, prior), ONE / 2))
    end

    if goal == CPA then
        p = part(p, chance(g, 1))
    end

    local high = floor(p / 1e6)

    return bid * high + floor((bid * (p - high * 1e6) + 5e5) / 1e6)
end


function score.variant(g)
    local best, most = 0, nil

    for i = 0, min(c.variants[g], 12) - 1 do
        local y = output(g, 4 + i)
        if not most or y > most then
            best, most = i, y
        end
    end

    return best
end


function score.start(catalogue)
    c = catalogue
end


return score
