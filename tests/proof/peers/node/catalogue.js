'use strict';

// What is bid from, made ready: sets of ad groups are words of bits, weights
// are whole numbers, and what was looked up once is kept.

const fs = require('fs');

const KEPT = 100000;                // strings of strangers, at most


class Memo {
    constructor(value) {
        this.value = value;
        this.map = new Map();
    }

    get(key) {
        let v = this.map.get(key);
        if (v === undefined) {
            if (this.map.size >= KEPT) {
                this.map.clear();
            }
            v = this.value(key);
            this.map.set(key, v);
        }
        return v;
    }
}


// the hash of strings that inputs of the network go by, in parts of 32 bits

const K0 = [0xa0761d64, 0x78bd642f], K1 = [0xe7037ed1, 0xa0b428db];
const K2 = [0x8ebc6af0, 0x9c88c6e3], K3 = [0x589965cc, 0x75374cc3];


// high and low 32 bits of a product of two such

function multiply(a, b) {
    const al = a & 0xffff, ah = a >>> 16, bl = b & 0xffff, bh = b >>> 16;
    const low = al * bl;
    const mid = ah * bl + (low >>> 16);
    const mid2 = al * bh + (mid & 0xffff);
    return [(ah * bh + Math.floor(mid / 65536) + Math.floor(mid2 / 65536))
            >>> 0, ((mid2 & 0xffff) * 65536 + (low & 0xffff)) >>> 0];
}


const xor = (a, b) => [(a[0] ^ b[0]) >>> 0, (a[1] ^ b[1]) >>> 0];


function mix(x, y) {
    const a = xor(x, K0), b = xor(y, K1);
    const ll = multiply(a[1], b[1]), lh = multiply(a[1], b[0]);
    const hl = multiply(a[0], b[1]), hh = multiply(a[0], b[0]);
    const w1 = ll[0] + lh[1] + hl[1];
    const w2 = Math.floor(w1 / 2 ** 32) + lh[0] + hl[0] + hh[1];
    const w3 = Math.floor(w2 / 2 ** 32) + hh[0];
    return [((w1 >>> 0) ^ (w3 >>> 0)) >>> 0, (ll[1] ^ (w2 >>> 0)) >>> 0];
}


function hash64(s, seed) {
    const p = Buffer.from(s), len = p.length;
    const word = (at) => [p.readUInt32LE(at + 4), p.readUInt32LE(at)];
    let h = mix(xor([0, seed], K2), xor([0, len], K3)), at = 0;

    for (; len - at >= 16; at += 16) {
        h = mix(xor(word(at), h), xor(word(at + 8), K2));
    }

    const n = len - at;

    if (n >= 8) {
        return mix(xor(word(at), h), xor(word(len - 8), K0));
    }

    let tail = [0, 0];

    if (n >= 4) {
        tail = [p.readUInt32LE(at), p.readUInt32LE(len - 4)];
    } else if (n > 0) {
        tail = [0, p[at] * 65536 + p[at + (n >> 1)] * 256 + p[len - 1]];
    }

    return mix(xor(tail, h), K0);
}


const bucket = (s, n) => hash64(s.slice(0, 64).toLowerCase(), 1)[0] % n;


// a domain, whatever a seller wrote around it

function host(s) {
    return s.trim().toLowerCase().replace(/^[\w+.-]*:?\/\//, '')
        .replace(/[/\\?#].*$/, '').replace(/^.*@/, '').replace(/:.*$/, '')
        .replace(/[.\s]+$/, '').replace(/^\*?\.+/, '');
}


const owner = (s) => host(s).replace(/^www\.(?=.+\.)/, '');
const lower = (s) => s.toLowerCase();
const same = (s) => s;


class Catalogue {
    constructor(path) {
        const data = JSON.parse(fs.readFileSync(path, 'utf8'));
        this.nwords = data.adgroup_words;
        this.sets = data.sets.map((words) => Int32Array.from(words,
                                                             (w) => w | 0));
        this.zones = data.zones;
        this.schedules = data.schedules;
        this.dimensions(data.dims);
        this.groups(data);
        this.blocks(data);
        this.network(data.model);
        this.inputs();
        this.quarter = -1;
        this.open = this.newSet();
    }

    newSet() {
        return new Int32Array(this.nwords);
    }

    // of each key who is let in, and who is sent away

    dimension(from, spelling = lower) {
        const d = { any: this.sets[from.any], incl: new Map(),
                    excl: new Map() };
        for (const [key, v] of Object.entries(from.values)) {
            d.incl.set(spelling(key), this.sets[v[0]]);
            if (v[1] >= 0) {
                d.excl.set(spelling(key), this.sets[v[1]]);
            }
        }
        return d;
    }

    dimensions(dims) {
        this.format = this.dimension(dims['creatives'], same);
        this.deal = this.dimension(dims['inventory.deals'], same);
        this.domain = this.dimension(dims['inventory.domains']);
        this.cat = this.dimension(dims['inventory.categories']);
        this.keyword = this.dimension(dims['inventory.keywords']);
        this.country = this.dimension(dims['geo.countries']);
        this.region = this.dimension(dims['geo.regions']);
        this.city = this.dimension(dims['geo.cities']);
        this.device = this.dimension(dims['device.types'], Number);
        this.os = this.dimension(dims['device.os']);
        this.segment = this.dimension(dims['audience.segments'], same);

        this.regions = pairs(this.region, '-');
        this.cities = pairs(this.city, '/');
        this.segments = pairs(this.segment, '/');

        this.domains = found(this.domain, domainKeys);
        this.cats = found(this.cat, categoryKeys);
        this.keywords = found(this.keyword, (s) => [lower(s)]);
        this.cityNames = found(this.city, (s) => [lower(s)]);
        this.osNames = found(this.os, (s) => [lower(s)]);

        this.sizes = new Map();
        this.inDeal = new Map();

        for (const [key, set] of this.format.incl) {
            const m = key.match(/^(\d+)x(\d+)$/);
            if (m) {
                this.sizes.set(m[1] * 65536 + Number(m[2]), set);
            }
        }
        for (const [id, set] of this.deal.incl) {
            this.inDeal.set(id, set.map((w, i) => w & ~this.deal.any[i]));
        }
    }

    groups(data) {
        this.adgroups = data.adgroups;
        for (const g of data.adgroups) {
            const campaign = data.campaigns[g.campaign];
            const attr = [];
            for (let i = 0; i < 32; i++) {
                if (g.attr >>> i & 1) {
                    attr.push(i);
                }
            }
            g.hidden = Int32Array.from(g.sums);
            g.org = data.orgs[campaign.org];
            g.campaignSlot = campaign.slot;
            g.pieces = g.markup.map(split);
            g.head = `","adid":"${g.crid}","adomain":`
                + `${JSON.stringify(campaign.adomain)},"cid":"${campaign.id}"`
                + `,"crid":"${g.crid}","cattax":1,"cat":`
                + JSON.stringify(campaign.own);
            g.attrs = attr.length ? ',"attr":' + JSON.stringify(attr) : '';
            g.versions = g.versions || null;
            g.circles = g.circles || null;
            g.lowMimes = g.mimes.map(lower);
        }
    }

    // who is sent away by a category or by a domain

    blocks(data) {
        const bcat = new Map(), badv = new Map();
        const put = (by, key, i) => {
            if (!by.has(key)) {
                by.set(key, this.newSet());
            }
            by.get(key)[i >> 5] |= 1 << (i & 31);
        };
        data.adgroups.forEach((g, i) => {
            const campaign = data.campaigns[g.campaign];
            campaign.cats.forEach((cat) => put(bcat, lower(cat), i));
            for (let domain of campaign.adomain.map(lower)) {
                for (;;) {
                    put(badv, domain, i);
                    const dot = domain.indexOf('.');
                    if (dot < 0) {
                        break;
                    }
                    domain = domain.slice(dot + 1);
                }
            }
        });
        this.bcat = new Memo((s) => bcat.get(lower(s.trim())) || null);
        this.badv = new Memo((s) => badv.get(owner(s)) || null);
    }

    network(m) {
        this.base = Int32Array.from(m.base);
        this.user = m.user.map((column) => Int32Array.from(column));
        this.w2 = m.w2.map((row) => Int32Array.from(row));
        this.b2 = m.b2;
        this.middle = m.middle;
        this.sigmoid = Int32Array.from(m.sigmoid);
    }

    inputs() {
        const hashed = (first, n) => new Memo((s) => first + bucket(s, n));
        this.ofCountry = hashed(84, 16);
        this.ofOs = hashed(106, 5);
        this.ofLanguage = hashed(111, 5);
        this.ofDomain = hashed(128, 24);
        this.ofSegment = hashed(0, 48);
        this.ofCat = new Memo((s) => bucket(s.replace(/-.*$/, ''), 16));
    }

    // whose hours are open, until the next quarter of an hour

    openAt(now) {
        const quarter = Math.floor(now / 900);
        if (quarter !== this.quarter) {
            this.open.fill(0);
            this.adgroups.forEach((g, i) => {
                if (this.isOpen(g.schedule, now)) {
                    this.open[i >> 5] |= 1 << (i & 31);
                }
            });
            this.quarter = quarter;
        }
        return this.open;
    }

    isOpen(schedule, now) {
        if (schedule === undefined) {
            return true;
        }
        const s = this.schedules[schedule], zone = this.zones[s[0]];
        let offset = zone[0];
        for (let i = 1; i < zone.length && zone[i] <= now; i += 2) {
            offset = zone[i + 1];
        }
        const hour = Math.floor((now + offset + 3 * 86400) % (7 * 86400)
                                / 3600);
        return (s[1 + (hour >> 5)] >>> (hour & 31) & 1) === 1;
    }
}


// names of two parts, by the first

function pairs(d, separator) {
    const by = new Map();
    for (const [key, set] of d.incl) {
        const at = key.indexOf(separator);
        if (at >= 0) {
            const one = key.slice(0, at), two = key.slice(at + 1);
            if (!by.has(one)) {
                by.set(one, { incl: new Map(), excl: new Map() });
            }
            by.get(one).incl.set(two, set);
            if (d.excl.has(key)) {
                by.get(one).excl.set(two, d.excl.get(key));
            }
        }
    }
    return by;
}


// the sets of a dimension that a string meets

function found(d, keys) {
    return new Memo((s) => {
        const hit = { incl: [], excl: [] };
        for (const key of keys(s)) {
            if (d.incl.has(key)) {
                hit.incl.push(d.incl.get(key));
            }
            if (d.excl.has(key)) {
                hit.excl.push(d.excl.get(key));
            }
        }
        return hit;
    });
}


function categoryKeys(s) {
    const key = lower(s), dash = key.indexOf('-');
    return dash < 0 ? [key] : [key, key.slice(0, dash)];
}


function domainKeys(s) {
    const keys = [];
    for (s = host(s); s.includes('.'); s = s.slice(s.indexOf('.') + 1)) {
        keys.push(s);
    }
    return keys;
}


const WORDS = ['qAUCTIONq', 'qDOMAINq', 'qBIDq', 'qIMPq', 'qTOKENq',
               '987654321', '987654322', '4503599627370495'];


// texts, and numbers that say which of the bid's own it is

function split(markup) {
    return markup.split(new RegExp('(' + WORDS.join('|') + ')'))
        .map((s) => WORDS.includes(s) ? WORDS.indexOf(s) + 1 : s);
}


module.exports = { Catalogue, hash64 };
