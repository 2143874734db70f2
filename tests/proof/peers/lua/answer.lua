-- The answer: notices with signed tokens, markup, JSON.

local ffi = require "ffi"
local bit = require "bit"
local buffer = require "string.buffer"
local cjson = require "cjson"
local catalogue = require "catalogue"

local band, bor, rshift = bit.band, bit.bor, bit.rshift
local floor, min, random = math.floor, math.min, math.random

ffi.cdef[[
typedef struct {
    uint32_t  h[8], nl, nh, data[16];
    unsigned  num, md_len;
} peer_sha256_t;
int SHA256_Init(peer_sha256_t *c);
int SHA256_Update(peer_sha256_t *c, const void *data, size_t len);
int SHA256_Final(uint8_t *md, peer_sha256_t *c);
]]

local crypto = ffi.load("libcrypto.so.3")
local inner, outer = ffi.new("peer_sha256_t"), ffi.new("peer_sha256_t")
local sha = ffi.new("peer_sha256_t")
local digest = ffi.new("uint8_t[32]")
local token = ffi.new("uint8_t[512]")
local text = ffi.new("uint8_t[1024]")
local letter = ffi.new("uint8_t[64]", { ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij"
    .. "klmnopqrstuvwxyz0123456789-_"):byte(1, 64) })
local digit = ffi.new("uint8_t[256]")
local SHA = ffi.sizeof("peer_sha256_t")

for i = 0, 15 do
    digit[("0123456789abcdef"):byte(i + 1)] = 16 + i
end

local MAC, ID_MAX = 16, 72
local OPEN = "https://ads.example.com/v1/notice/"


local function key(secret)
    for state, pad in pairs({ [inner] = 0x36, [outer] = 0x5c }) do
        local block = ffi.new("uint8_t[64]")
        for i = 0, 63 do
            block[i] = bit.bxor(pad, i < #secret and secret:byte(i + 1) or 0)
        end
        crypto.SHA256_Init(state)
        crypto.SHA256_Update(state, block, 64)
    end
end

key("the secret of the peers, 32 long")


local function put_number(at, v, n)
    for i = n - 1, 0, -1 do
        token[at + i] = v % 256
        v = floor(v / 256)
    end

    return at + n
end


local function put_varint(at, v)
    while v > 127 do
        token[at] = v % 128 + 128
        v = floor(v / 128)
        at = at + 1
    end

    token[at] = v

    return at + 1
end


-- an id of hexadecimal digits, and a UUID, take half the bytes

local HEX, UUID = 0x90, 0xff
local GROUPS = { { 0, 8 }, { 9, 4 }, { 14, 4 }, { 19, 4 }, { 24, 12 } }


local function pack(at, p, from, n)
    local all = 16

    for i = 0, n - 1, 2 do
        local high, low = digit[p[from + i]], digit[p[from + i + 1]]
        token[at + rshift(i, 1)] = bor(band(high, 15) * 16, band(low, 15))
        all = band(all, high, low)
    end

    return all == 16
end


local function pack_uuid(at, p)
    if p[8] ~= 45 or p[13] ~= 45 or p[18] ~= 45 or p[23] ~= 45 then
        return false
    end

    for i = 1, 5 do
        if not pack(at, p, GROUPS[i][1], GROUPS[i][2]) then
            return false
        end
        at = at + rshift(GROUPS[i][2], 1)
    end

    return true
end


local function put_id(at, s)
    local n = min(#s, ID_MAX)
    local p = ffi.cast("const uint8_t *", s)

    if n == 36 and pack_uuid(at + 1, p) then
        token[at] = UUID
        return at + 17
    end

    if n % 2 == 0 and pack(at + 1, p, 0, n) then
        token[at] = HEX + rshift(n, 1)
        return at + 1 + rshift(n, 1)
    end

    token[at] = n
    ffi.copy(token + at + 1, p, n)

    return at + 1 + n
end


-- the same text as that of a bid by the module; returns its length

local function body(b, row, price, variant, high, low)
    local at = 0
    token[0] = b.user_hash and 0x32 or 0x30
    token[1] = 1
    token[2] = variant
    at = put_number(3, row.org.hash, 4)
    at = put_number(at, 0, 4)
    at = put_number(at, b.now, 4)
    token[at], token[at + 1], token[at + 2] = 85, 83, 68
    at = put_number(at + 3, high, 4)
    at = put_number(at, low, 4)

    if b.user_hash then
        at = put_number(at, b.user_high, 4)
        at = put_number(at, b.user_low, 4)
    end

    at = put_varint(at, row.slot)
    at = put_varint(at, row.own_slot)
    at = put_varint(at, price)
    at = put_varint(at, price)
    token[at], token[at + 1] = 0, 0
    at = put_id(at + 2, row.crid)
    at = put_id(at, b.id)

    return put_id(at, b.imp_id)
end


local function encode(from, to, at)
    local i = from

    while i + 3 <= to do
        local a, b, c = token[i], token[i + 1], token[i + 2]
        text[at] = letter[rshift(a, 2)]
        text[at + 1] = letter[bor(band(a, 3) * 16, rshift(b, 4))]
        text[at + 2] = letter[bor(band(b, 15) * 4, rshift(c, 6))]
        text[at + 3] = letter[band(c, 63)]
        i = i + 3
        at = at + 4
    end

    if to - i == 2 then
        local a, b = token[i], token[i + 1]
        text[at] = letter[rshift(a, 2)]
        text[at + 1] = letter[bor(band(a, 3) * 16, rshift(b, 4))]
        text[at + 2] = letter[band(b, 15) * 4]
        return at + 3

    elseif to - i == 1 then
        local a = token[i]
        text[at] = letter[rshift(a, 2)]
        text[at + 1] = letter[band(a, 3) * 16]
        return at + 2
    end

    return at
end


-- one half signs for the exchange, the other for the browser; the text of
-- what they share is made once

local function tokens(n)
    local whole = n - n % 3

    token[n] = 1
    ffi.copy(sha, inner, SHA)
    crypto.SHA256_Update(sha, token, n + 1)
    crypto.SHA256_Final(digest, sha)
    ffi.copy(sha, outer, SHA)
    crypto.SHA256_Update(sha, digest, 32)
    crypto.SHA256_Final(digest, sha)

    local at = encode(0, whole, 0)
    ffi.copy(token + n, digest, MAC)
    local exchange = ffi.string(text, encode(whole, n + MAC, at))
    ffi.copy(token + n, digest + MAC, MAC)

    return exchange, ffi.string(text, encode(whole, n + MAC, at))
end


local function put_markup(out, b, pieces, browser, bid_id, w, h)
    for i = 1, #pieces do
        local p = pieces[i]

        if p == 5 then
            out:put(browser)
        elseif p == 1 then
            out:put(b.id)
        elseif p == 2 then
            out:put(b.domain)
        elseif p == 3 then
            out:put(bid_id)
        elseif p == 4 then
            out:put(b.imp_id)
        elseif p == 6 then
            out:put(w)
        elseif p == 7 then
            out:put(h)
        elseif p == 8 then
            out:put(random(0, 2147483647))
        else
            out:put(p)
        end
    end
end


local function plain(s)
    return s:find('[%c"\\]') and cjson.encode(s) or '"' .. s .. '"'
end


-- b: the request as the bidder left it; o: the offer that won

local function put_bid(out, c, b, o)
    local row, imp = c.rows[o.g], o.imp
    local high, low = random(0, 2147483647), random(0, 2147483647)
    local bid_id = bit.tohex(high) .. bit.tohex(low)
    b.imp_id = imp.id

    local exchange, browser = tokens(body(b, row, o.price, o.variant, high,
                                          low))
    local banner = c.media[o.g] == 1

    out:put('{"id":"', bid_id, '","impid":', plain(imp.id), ',"price":',
            o.price / 1e6, ',"nurl":"', OPEN, 'win?t=', exchange,
            '&p=${AUCTION_PRICE}&m=${AUCTION_MIN_TO_WIN}')

    if banner then
        out:put('","burl":"', OPEN, 'bill?t=', exchange, '&p=${AUCTION_PRICE}')
    end

    out:put('","lurl":"', OPEN, 'loss?t=', exchange, '&p=${AUCTION_PRICE}'
            .. '&l=${AUCTION_LOSS}&m=${AUCTION_MIN_TO_WIN}","adm":"')

    put_markup(out, b, row.markup[o.variant + 1], browser, bid_id, o.w, o.h)
    out:put(row.head)

    if banner or imp.video.skip ~= 1 then
        out:put(row.attr)
    end

    if o.protocol > 0 then
        out:put(',"protocol":', o.protocol)
    end

    if o.deal then
        out:put(',"dealid":', plain(o.deal.id))
    end

    out:put(',"w":', o.w, ',"h":', o.h, ',"exp":', o.life)

    if not banner then
        out:put(',"dur":', c.duration[o.g])
    end

    out:put(',"mtype":', c.media[o.g], '}')
end


local out = buffer.new(16384)


-- won: the offers in the order of their impressions

local function write(c, b, won, n)
    local user = b.user

    if user then
        b.user_hash = catalogue.hash64(user, 0)
        b.user_high = tonumber(rshift(b.user_hash, 32))
        b.user_low = tonumber(band(b.user_hash, 0xffffffffULL))
    else
        b.user_hash = nil
    end

    out:reset()
    out:put('{"id":', plain(b.id))

    for i = 1, n do
        local o = won[i]

        if not o.written then
            local org = c.rows[o.g].org
            out:put(i == 1 and ',"seatbid":[{"bid":[' or ',{"bid":[')
            o.written = true
            put_bid(out, c, b, o)

            for k = i + 1, n do
                local more = won[k]
                if not more.written and c.rows[more.g].org == org then
                    out:put(',')
                    more.written = true
                    put_bid(out, c, b, more)
                end
            end

            out:put('],"seat":"', org.seat, '"}')
        end
    end

    out:put('],"bidid":"', bit.tohex(random(0, 2147483647)),
            bit.tohex(random(0, 2147483647)), '","cur":"USD"}')

    return out:tostring()
end


return { write = write }
