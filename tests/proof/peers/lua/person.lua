-- Who the user is, as far as that may be known, and what may be used of it.

local bit = require "bit"
local consent = require "consent"

local band, bor = bit.band, bit.bor
local floor = math.floor

local NONE = {}


local function known(id)
    return type(id) == "string" and id:find("[^0-]") and id or nil
end


local function first_eid(user)
    for _, eid in ipairs(user.eids or NONE) do
        for _, uid in ipairs(eid.uids or NONE) do
            if known(uid.id) then
                return uid.id
            end
        end
    end
end


-- 2.5 had in ext what 2.6 has beside it

local function regs_of(r)
    local regs = r.regs or NONE
    local ext = regs.ext

    if not ext then
        return regs
    end

    return { coppa = regs.coppa, gdpr = regs.gdpr or ext.gdpr,
             us_privacy = regs.us_privacy or ext.us_privacy,
             gpp = regs.gpp or ext.gpp, gpp_sid = regs.gpp_sid or ext.gpp_sid }
end


local function person(b, r)
    local user, device = r.user or NONE, r.device or NONE
    local geo = device.geo or user.geo or NONE
    local takes = consent.read(regs_of(r), user)
    local device_id = device.ifa

    if (device.lmt or 0) > 0 or (device.dnt or 0) > 0 then
        takes = bor(takes, consent.FITTING)
        device_id = nil
    end

    b.user = band(takes, consent.USER) == 0
             and (known(user.id) or known(user.buyeruid) or first_eid(user)
                  or known(device_id)) or nil
    b.profile = band(takes, consent.FITTING) == 0 and user or NONE
    b.geo, b.lat, b.lon = geo, geo.lat, geo.lon

    if band(takes, consent.PLACE) ~= 0 and geo.lat and geo.lon then
        b.lat = floor(geo.lat * 10 + 0.5) / 10
        b.lon = floor(geo.lon * 10 + 0.5) / 10
    end
end


return person
