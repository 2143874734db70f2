'use strict';

// What an offer is worth: the network's inputs, its output, the value.

const BANNER = 1, VIDEO = 2;
const CPM = 0, CPA = 2, CPCV = 3;
const ONE = 1e9;
const TYPE = [-1, 0, 1, 3, 0, 2, 4, 3, 5];

const sums = new Int32Array(64), impSums = new Int32Array(64);
const seenSegment = new Uint8Array(48);
let c;


function start(catalogue) {
    c = catalogue;
}


function add(to, column) {
    for (let j = 0; j < 64; j++) {
        to[j] += column[j];
    }
}


function inputCats(seen, cats) {
    if (cats) {
        for (let i = 0; i < cats.length; i++) {
            const n = c.ofCat.get(cats[i]);
            if (!(seen >> n & 1)) {
                seen |= 1 << n;
                add(sums, c.user[152 + n]);
            }
        }
    }
    return seen;
}


function inputSegments(data) {
    seenSegment.fill(0);
    for (const one of data) {
        for (const segment of one.segment || []) {
            const n = c.ofSegment.get(segment.id);
            if (seenSegment[n] === 0) {
                seenSegment[n] = 1;
                add(sums, c.user[32 + n]);
            }
        }
    }
}


function inputPlace(r) {
    const place = r.site || r.app || {};
    const domain = r.site ? r.site.domain : place.bundle;
    if (domain) {
        add(sums, c.user[c.ofDomain.get(domain)]);
    }
    let seen = inputCats(0, place.cat);
    seen = inputCats(seen, place.sectioncat);
    seen = inputCats(seen, place.pagecat);
    if (place.content) {
        inputCats(seen, place.content.cat);
    }
}


// the user's and the context's part of the first layer

function request(b, r) {
    const device = r.device || {};
    sums.set(c.base);
    add(sums, c.user[83]);
    add(sums, c.user[116 + Math.floor(b.now % 86400 / 7200)]);
    if (b.profile.data) {
        inputSegments(b.profile.data);
    }
    if (b.geo.country) {
        add(sums, c.user[c.ofCountry.get(b.geo.country)]);
    }
    if (TYPE[device.devicetype] >= 0) {
        add(sums, c.user[100 + TYPE[device.devicetype]]);
    }
    if (device.os) {
        add(sums, c.user[c.ofOs.get(device.os)]);
    }
    if (device.language) {
        add(sums, c.user[c.ofLanguage.get(device.language)]);
    }
    inputPlace(r);
}


function sizeClass(w, h) {
    if (w <= 0 || h <= 0) {
        return 8;
    }
    if (w >= 3 * h) {
        return h <= 60 ? 0 : 1;
    }
    if (h >= 2 * w) {
        return w < 200 ? 2 : 3;
    }
    if (w * h <= 100000) {
        return h >= w ? 4 : 5;
    }
    return h > w ? 6 : 7;
}


// and the impression's: the first of those scored says for what

function imp(i, o) {
    const size = sizeClass(o.w, o.h);
    impSums.set(sums);
    add(impSums, c.user[167 + o.g.media]);
    if (size < 8) {
        add(impSums, c.user[172 + size]);
    }
    const pos = o.g.media === BANNER ? i.banner.pos
        : o.g.media === VIDEO ? i.video.pos : undefined;
    if (pos >= 0 && pos < 8) {
        add(impSums, c.user[180 + pos]);
    }
    if (i.instl === 1) {
        add(impSums, c.user[188]);
    }
    if (o.deal !== null) {
        add(impSums, c.user[189]);
    }
}


// a neuron that fires has a sum above 0, which its sign says: no branch

function output(g, head) {
    const w2 = c.w2[head], own = g.hidden;
    let y = c.b2[head] | 0;
    for (let j = 0; j < 64; j++) {
        y = y + (w2[j] & (-(impSums[j] + own[j]) >> 31)) | 0;
    }
    return y;
}


const chance = (g, head) => c.sigmoid[output(g, head) + c.middle];


// a times b parts of a billion, to the nearest, in sums that are exact

function part(a, b) {
    const high = Math.floor(b / 32768), t = a * high;
    const q = Math.floor(t / ONE);
    return q * 32768 + Math.floor(((t - q * ONE) * 32768
                                   + a * (b - high * 32768) + ONE / 2) / ONE);
}


function ratio(p, prior) {
    const t = p * 1e5, q = Math.floor(t / prior);
    return q * 1e4 + Math.floor((t - q * prior) * 1e4 / prior);
}


function value(g) {
    let p = chance(g, g.goal === CPCV ? 2 : 0);
    if (g.goal === CPM) {
        return g.prior === 0 || g.prior === ONE || p >= g.prior ? g.bid
            : part(g.bid, Math.max(ratio(p, g.prior), ONE / 2));
    }
    if (g.goal === CPA) {
        p = part(p, chance(g, 1));
    }
    const high = Math.floor(p / 1e6);
    return g.bid * high + Math.floor((g.bid * (p - high * 1e6) + 5e5) / 1e6);
}


function variant(g) {
    let best = 0, most = -Infinity;
    for (let i = 0, n = Math.min(g.variants, 12); i < n; i++) {
        const y = output(g, 4 + i);
        if (y > most) {
            most = y;
            best = i;
        }
    }
    return best;
}


module.exports = { start, request, imp, value, variant };
