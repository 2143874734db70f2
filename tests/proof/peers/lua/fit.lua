-- What keeps an ad from an impression: what the place asks of it, what is
-- forbidden there, the floor, and what bits cannot say of a target.

local bit = require "bit"

local band, bor = bit.band, bit.bor
local lshift, rshift = bit.lshift, bit.rshift
local floor, min, abs = math.floor, math.min, math.abs

local BANNER = 1
local DEGREE = math.pi / 180
local ALL = -1
local NONE = {}

local c
local fit = {}


local function bits(list)
    local mask = 0

    for i = 1, #list do
        local v = list[i]
        if v > 0 and v < 32 then
            mask = bor(mask, lshift(1, v))
        end
    end

    return mask
end


local function micros(v)
    return v and floor(v * 1e6 + 0.5) or 0
end


function fit.dollars(s)
    return s == nil or s == "USD" or s == ""
           or s:match("^%s*(.-)%s*$"):upper() == "USD"
end


-- what an impression asks of a film, and forbids of any ad

local function video_fits(a, g)
    local v, d = a.imp.video, c.duration[g]
    local rate, protocols = c.bitrate[g], c.protocols[g]

    if v.linearity and c.linearity[g] ~= 0 and v.linearity ~= c.linearity[g]
       or protocols ~= 0 and band(protocols, a.protocols) == 0
       or c.delivery[g] ~= 0 and band(c.delivery[g], a.delivery) == 0
       or rate ~= 0 and (rate < (v.minbitrate or 0)
                         or (v.maxbitrate or 0) > 0 and rate > v.maxbitrate)
       or d < (v.minduration or 0)
       or (v.maxduration or 0) > 0 and (v.maxextended or 0) >= 0
          and d > v.maxduration + (v.maxextended or 0)
    then
        return false
    end

    if c.skippable[g] == 1
       and (v.skip == 1 and c.skip[g] == 65535
            or (v.skipmin or 0) > 0 and d <= v.skipmin
            or c.skip[g] < (v.skipafter or 0))
    then
        return false
    end

    return v.boxingallowed ~= 0 or not v.w or not v.h or v.w <= 0 or v.h <= 0
           or c.w[g] == 0 or v.w * c.h[g] == v.h * c.w[g]
end


local function mime_listed(mimes, own)
    for i = 1, #own do
        for k = 1, #mimes do
            local mime = mimes[k]
            if mime == own[i] or mime:lower() == own[i]:lower()
               or own[i] == "image/jpeg" and mime == "image/jpg"
            then
                return true
            end
        end
    end

    return #own == 0
end


local function version_number(s)
    local parts, n = { 0, 0, 0, 0 }, 0

    for digits in s:gmatch("%d+") do
        n = n + 1
        parts[n] = min(tonumber(digits), 65535)
        if n == 4 then
            break
        end
    end

    return parts[1] * 65536 + parts[2], parts[3] * 65536 + parts[4], n
end


local function versions_fit(b, versions)
    local device = b.r.device or NONE

    if b.version_high == nil then
        b.version_high, b.version_low = false, 0
        if device.osv and device.osv:find("^%d") then
            b.version_high, b.version_low = version_number(device.osv)
        end
    end

    local high, low = b.version_high, b.version_low

    for i = 1, high and #versions or 0 do
        local v = versions[i]
        if (high > v[2] or high == v[2] and low >= v[3])
           and (high < v[4] or high == v[4] and low <= v[5])
           and (v[1] == "" or device.os and device.os:lower() == v[1]:lower())
        then
            return true
        end
    end

    return false
end


local function circles_fit(b, circles)
    if not b.lat or not b.lon then
        return false
    end

    for i = 1, #circles do
        local lat, lon = circles[i][1] / 1e6, circles[i][2] / 1e6

        if abs(b.lat - lat) * 1e6 <= 9 * circles[i][3] + 2 then
            local dlat = math.sin((b.lat - lat) * DEGREE / 2)
            local dlon = math.sin((b.lon - lon) * DEGREE / 2)
            local a = dlat * dlat + math.cos(lat * DEGREE)
                      * math.cos(b.lat * DEGREE) * dlon * dlon
            if 2 * 6371008.8 * math.asin(math.sqrt(min(a, 1)))
               <= circles[i][3]
            then
                return true
            end
        end
    end

    return false
end


local function creative_fits(a, g)
    if a.insecure and c.secure[g] ~= 1 then
        return false
    end

    if c.media[g] == BANNER then
        local mimes = a.imp.banner.mimes

        return band(c.attr[g], a.battr) == 0
               and band(rshift(a.btype, c.btype[g]), 1) == 0
               and (not mimes or mime_listed(mimes, c.rows[g].mimes))
    end

    return band(c.attr[g], a.video_battr) == 0 and video_fits(a, g)
end


function fit.floor(a, deal)
    if deal and deal.bidfloor then
        return micros(deal.bidfloor), fit.dollars(deal.bidfloorcur)
    end

    return a.floor, a.dollars
end


function fit.stands(b, a, g, deal)
    local row = c.rows[g]
    local least, known_currency = fit.floor(a, deal)

    if least ~= 0 and (not known_currency
                       or c.max_cpm[g] > 0 and c.max_cpm[g] < least)
    then
        return false
    end

    return creative_fits(a, g)
           and (not row.versions or versions_fit(b, row.versions))
           and (not row.circles or circles_fit(b, row.circles))
end


-- what is read of an impression once, into a record that is used again

function fit.imp(a, imp)
    local banner, video = imp.banner or NONE, imp.video or NONE

    a.imp = imp
    a.floor = micros(imp.bidfloor)
    a.dollars = fit.dollars(imp.bidfloorcur)
    a.insecure = (imp.secure or 0) > 0
    a.battr = bits(banner.battr or NONE)
    a.btype = bits(banner.btype or NONE)
    a.video_battr = bits(video.battr or NONE)
    a.protocols = video.protocols and bits(video.protocols) or ALL
    a.delivery = video.delivery and bits(video.delivery) or ALL
    a.n = 0
    a.nwon = 0
end


function fit.start(catalogue)
    c = catalogue
end


return fit
