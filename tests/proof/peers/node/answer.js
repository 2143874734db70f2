'use strict';

// The answer: notices with signed tokens, markup, JSON.

const crypto = require('crypto');
const { hash64 } = require('./catalogue.js');

const NOTICES = 'https://ads.example.com/v1/notice/';
const BANNER = 1, VIDEO = 2, MAC = 16, ID_MAX = 72;

const key = crypto.createSecretKey(Buffer.from(
    'the secret of the peers, 32 long'));
const token = Buffer.alloc(512);
let at = 0;


const random32 = () => Math.floor(Math.random() * 2 ** 32);
const hex = (v) => v.toString(16).padStart(8, '0');


function putNumber(v) {
    token[at++] = v >>> 24;
    token[at++] = v >>> 16;
    token[at++] = v >>> 8;
    token[at++] = v;
}


function putVarint(v) {
    for (; v > 127; v = Math.floor(v / 128)) {
        token[at++] = v % 128 + 128;
    }
    token[at++] = v;
}


const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HEX = /^(?:[0-9a-f]{2})+$/;


// an id of hexadecimal digits, and a UUID, take half the bytes

function putId(id) {
    if (id.length === 36 && UUID.test(id)) {
        token[at] = 0xff;
        token.write(id.replaceAll('-', ''), at + 1, 'hex');
        at += 17;
    } else if (HEX.test(id)) {
        token[at] = 0x90 + id.length / 2;
        at += 1 + token.write(id, at + 1, 'hex');
    } else {
        const n = token.write(id.slice(0, ID_MAX), at + 1);
        token[at] = n;
        at += 1 + n;
    }
}


// the same text as that of a bid by the module

function putBody(b, o, high, low) {
    const g = o.g;
    at = 0;
    token[at++] = b.user ? 0x32 : 0x30;
    token[at++] = 1;
    token[at++] = o.variant;
    putNumber(g.org.hash);
    putNumber(0);
    putNumber(b.now);
    at += token.write('USD', at, 'latin1');
    putNumber(high);
    putNumber(low);
    if (b.user) {
        putNumber(b.userHash[0]);
        putNumber(b.userHash[1]);
    }
    putVarint(g.campaignSlot);
    putVarint(g.slot);
    putVarint(o.price);
    putVarint(o.price);
    token[at++] = 0;
    token[at++] = 0;
    putId(g.crid);
    putId(b.r.id);
    putId(o.a.imp.id);
}


// one half signs for the exchange, the other for the browser

function sign() {
    const mac = crypto.createHmac('sha256', key)
        .update(token.subarray(0, at)).digest();
    mac.copy(token, at, 0, MAC);
    const exchange = token.toString('base64url', 0, at + MAC);
    const whole = at - at % 3;
    mac.copy(token, at, MAC, 2 * MAC);
    return [exchange, exchange.slice(0, whole / 3 * 4)
            + token.toString('base64url', whole, at + MAC)];
}


const quoted = (s) => /["\\\x00-\x1f]/.test(s) ? JSON.stringify(s)
    : '"' + s + '"';


function markup(b, o, browser, id) {
    const own = ['', b.r.id, b.domain, id, o.a.imp.id, browser, o.w, o.h];
    const pieces = o.g.pieces[o.variant];
    let out = '';
    for (let i = 0; i < pieces.length; i++) {
        const p = pieces[i];
        out += typeof p === 'string' ? p : p === 8 ? random32() : own[p];
    }
    return out;
}


function bid(b, o) {
    const g = o.g, high = random32(), low = random32();
    const id = hex(high) + hex(low);
    putBody(b, o, high, low);
    const [exchange, browser] = sign();
    let out = '{"id":"' + id + '","impid":' + quoted(o.a.imp.id)
        + ',"price":' + o.price / 1e6 + ',"nurl":"' + NOTICES + 'win?t='
        + exchange + '&p=${AUCTION_PRICE}&m=${AUCTION_MIN_TO_WIN}';
    if (g.media === BANNER) {
        out += '","burl":"' + NOTICES + 'bill?t=' + exchange
            + '&p=${AUCTION_PRICE}';
    }
    out += '","lurl":"' + NOTICES + 'loss?t=' + exchange
        + '&p=${AUCTION_PRICE}&l=${AUCTION_LOSS}&m=${AUCTION_MIN_TO_WIN}'
        + '","adm":"' + markup(b, o, browser, id) + g.head;
    if (g.media === BANNER || o.a.imp.video.skip !== 1) {
        out += g.attrs;
    }
    if (o.protocol > 0) {
        out += ',"protocol":' + o.protocol;
    }
    if (o.deal !== null) {
        out += ',"dealid":' + quoted(o.deal.id);
    }
    out += ',"w":' + o.w + ',"h":' + o.h + ',"exp":' + o.life;
    if (g.media === VIDEO) {
        out += ',"dur":' + g.duration;
    }
    return out + ',"mtype":' + g.media + '}';
}


// all bids of a seat together, in the order of their impressions

function write(b, auctions) {
    const seats = new Map();
    if (b.user) {
        b.userHash = hash64(b.user, 0);
    }
    for (const a of auctions) {
        for (const o of a.won) {
            const text = bid(b, o), before = seats.get(o.g.org);
            seats.set(o.g.org, before ? before + ',' + text : text);
        }
    }
    let out = '{"id":' + quoted(b.r.id) + ',"seatbid":[', comma = '';
    for (const [org, bids] of seats) {
        out += comma + '{"bid":[' + bids + '],"seat":"' + org.seat + '"}';
        comma = ',';
    }
    return out + '],"bidid":"' + hex(random32()) + hex(random32())
        + '","cur":"USD"}';
}


module.exports = write;
