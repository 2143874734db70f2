-- Who bids: from a request to those who stand, to prices, to an answer.

local ffi = require "ffi"
local bit = require "bit"
local cjson = require "cjson"
local catalogue = require "catalogue"
local plan = require "plan"
local fit = require "fit"
local score = require "score"
local person = require "person"
local share = require "share"
local answer = require "answer"

local band, rshift = bit.band, bit.rshift
local min = math.min

cjson.decode_invalid_numbers(false)
cjson.decode_max_depth(32)

local CANDIDATES = 16
local STAND = 48                    -- for deals, at most
local VIDEO = 2

local c, words, nwords
local standing = ffi.new("int32_t[64]")

-- the lowest bit of a word, by the remainder of dividing by 37

local lowest = ffi.new("uint8_t[37]")
for i = 0, 30 do
    lowest[2 ^ i % 37] = i
end


-- Offers, and what is known of impressions: the tables of one request are
-- those of the next.

local offers, noffers = {}, 0
local records = {}


local function record(i)
    local a = records[i]

    if not a then
        a = { imp = false, floor = 0, dollars = true, insecure = false,
              battr = 0, btype = 0, video_battr = 0, protocols = 0,
              delivery = 0, list = {}, n = 0, won = {}, nwon = 0 }
        records[i] = a
    end

    return a
end


local function offer(a, g, deal)
    noffers = noffers + 1

    local o = offers[noffers]

    if not o then
        o = { g = 0, a = false, imp = false, deal = false, w = 0, h = 0,
              value = 0, price = 0, campaign = 0, variant = 0, life = 0,
              protocol = 0, good = false, written = false }
        offers[noffers] = o
    end

    local w, h = c.w[g], c.h[g]
    local v = a.imp.video

    if c.media[g] == VIDEO and (v.w or 0) > 0 and (v.h or 0) > 0 then
        w, h = v.w, v.h
    end

    o.g, o.a, o.imp, o.deal = g, a, a.imp, deal
    o.w, o.h, o.written = w, h, false

    return o
end


-- in the order of price: a word is read from its lowest bit

local function walk(b, a, among, deal, room)
    local n, let_in = 0, plan.let_in

    for i = 0, nwords - 1 do
        local w = band(let_in[i], words[among + i])

        while w ~= 0 do
            local low = band(w, -w)
            local g = i * 32 + (low < 0 and 31 or lowest[low % 37])
            w = band(w, w - 1)

            if fit.stands(b, a, g, deal) then
                standing[n] = g
                n = n + 1
                if n == room then
                    return n
                end
            end
        end
    end

    return n
end


local function candidates(b, a)
    local list, pmp = a.list, a.imp.pmp
    local private = pmp and (pmp.private_auction or 0) > 0
    local deals = 0

    for i = 1, pmp and pmp.deals and #pmp.deals or 0 do
        local deal = pmp.deals[i]
        if c.deal.incl[deal.id] then
            local set = c.deal_sets[deal.id]
            for k = 0, walk(b, a, set, deal, STAND - deals) - 1 do
                deals = deals + 1
                list[deals] = offer(a, standing[k], deal)
            end
        end
    end

    if private then
        return min(deals, CANDIDATES)
    end

    local n = walk(b, a, c.deal.any, nil, CANDIDATES)
    local kept = min(deals, CANDIDATES - min(n, CANDIDATES / 4))

    for k = 0, min(n, CANDIDATES - kept) - 1 do
        list[kept + k + 1] = offer(a, standing[k], nil)
    end

    return min(kept + n, CANDIDATES)
end


local function before(a, b)
    if (a.deal == nil) ~= (b.deal == nil) then
        return a.deal ~= nil
    elseif a.value ~= b.value then
        return a.value > b.value
    elseif c.order[a.g] ~= c.order[b.g] then
        return c.order[a.g] > c.order[b.g]
    end

    return c.slot[a.g] < c.slot[b.g]
end


local function price(a, o)
    local least = fit.floor(a, o.deal)

    o.price = c.max_cpm[o.g] > 0 and min(o.value, c.max_cpm[o.g]) or o.value
    o.good = o.price >= least and o.price > 0

    if o.good and o.deal and o.deal.at == 3 and least > 0 then
        o.price = least
    end
end


local function rank(a)
    local list = a.list

    score.imp(a.imp, list[1])

    for i = 1, a.n do
        local o = list[i]
        o.value = score.value(o.g)
        o.campaign = c.campaign[o.g]
        o.variant = score.variant(o.g)
        price(a, o)

        local k = i
        while k > 1 and before(o, list[k - 1]) do
            list[k] = list[k - 1]
            k = k - 1
        end
        list[k] = o
    end
end


local function life(r, o)
    local imp = o.imp
    local s = r.app and 300 or 60

    if c.media[o.g] == VIDEO or imp.instl == 1 then
        s = 1800
    end

    return min(s, (imp.exp or 0) > 0 and imp.exp or s)
end


local function finish(r, won, n)
    for i = 1, n do
        local o = won[i]
        o.life = life(r, o)
        o.protocol = 0

        if c.media[o.g] == VIDEO then
            local p = band(c.protocols[o.g], o.a.protocols)
            for k = 31, 1, -1 do
                if band(rshift(p, k), 1) == 1 then
                    o.protocol = k
                    break
                end
            end
        end
    end
end


local function invalid(r)
    if type(r) ~= "table" or type(r.id) ~= "string" or r.id == ""
       or type(r.imp) ~= "table" or #r.imp == 0
    then
        return true
    end

    local seen = {}

    for i = 1, #r.imp do
        local id = r.imp[i].id
        if type(id) ~= "string" or id == "" or seen[id] then
            return true
        end
        seen[id] = true
    end

    return r.site and r.app
end


local function pays(r)
    for i = 1, r.cur and #r.cur or 0 do
        if fit.dollars(r.cur[i]) then
            return true
        end
    end

    return r.cur == nil or #r.cur == 0
end


-- nil and a status, or the answer

local function bid(text)
    local ok, r = pcall(cjson.decode, text)

    if not ok or invalid(r) then
        return nil, 400
    end

    if not pays(r) then
        return nil, 204
    end

    local b = { r = r, id = r.id, now = ngx.time() }
    b.domain = r.site and r.site.domain or r.app and r.app.bundle or ""
    person(b, r)
    plan.request(b, r)
    score.request(b, r)
    noffers = 0

    for i = 1, #r.imp do
        local a = record(i)
        fit.imp(a, r.imp[i])
        plan.imp(a.imp)
        a.n = candidates(b, a)
        if a.n > 0 then
            rank(a)
        end
    end

    local won, n = share(records, #r.imp)

    if n == 0 then
        return nil, 204
    end

    finish(r, won, n)

    return answer.write(c, b, won, n)
end


-- the collector may use more memory than by default, and runs less often

local function start(path)
    collectgarbage("setpause", 400)
    c = catalogue.open(path)
    words, nwords = c.words, c.nwords
    plan.start(c)
    fit.start(c)
    score.start(c)
end


local function serve()
    ngx.req.read_body()
    local text, status = bid(ngx.req.get_body_data() or "")

    if not text then
        ngx.status = status
        return ngx.exit(status)
    end

    ngx.header["Content-Type"] = "application/json"
    ngx.header["x-openrtb-version"] = "2.6"
    ngx.header["Content-Length"] = #text
    ngx.print(text)
end


return { start = start, serve = serve }
