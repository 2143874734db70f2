'use strict';

// The bidder in Node: main.js PORT FILE listens on 127.0.0.1.

const http = require('http');
const { Catalogue } = require('./catalogue.js');
const consent = require('./consent.js');
const plan = require('./plan.js');
const fit = require('./fit.js');
const score = require('./score.js');
const share = require('./share.js');
const write = require('./answer.js');

const CANDIDATES = 16;
const STAND = 48;                   // for deals, at most
const VIDEO = 2;

const c = new Catalogue(process.argv[3]);
plan.start(c);
score.start(c);


const known = (id) => typeof id === 'string' && /[^0-]/.test(id);


function firstEid(user) {
    for (const eid of user.eids || []) {
        for (const uid of eid.uids || []) {
            if (known(uid.id)) {
                return uid.id;
            }
        }
    }
    return '';
}


// to a tenth of a degree, as the module rounds

const coarse = (v) => {
    const tenths = Math.round(v * 10);
    return (Math.abs(v * 10 % 1) === 0.5 && tenths % 2 ? tenths - 1 : tenths)
        / 10;
};


// who the user is, as far as that may be known, and what may be used

function person(b, r) {
    const user = r.user || {}, device = r.device || {};
    let takes = r.regs ? consent.read(r.regs, user) : 0, ifa = device.ifa;
    if (device.lmt > 0 || device.dnt > 0) {
        takes |= consent.FITTING;
        ifa = '';
    }
    b.user = takes & consent.USER ? ''
        : [user.id, user.buyeruid, firstEid(user), ifa].find(known) || '';
    b.profile = takes & consent.FITTING ? {} : user;
    b.geo = device.geo || user.geo || {};
    b.lat = b.geo.lat;
    b.lon = b.geo.lon;
    if (takes & consent.PLACE && b.lat !== undefined && b.lon !== undefined) {
        b.lat = coarse(b.lat);
        b.lon = coarse(b.lon);
    }
}


function offer(a, g, deal) {
    const v = a.imp.video, own = g.media === VIDEO && v.w > 0 && v.h > 0;
    return { a, g, deal, w: own ? v.w : g.w, h: own ? v.h : g.h, value: 0,
             price: 0, variant: 0, good: false, life: 0, protocol: 0 };
}


// those who are scored: for deals first, a quarter at least for no deal

function candidates(b, a) {
    const pmp = a.imp.pmp, list = [];
    for (const deal of pmp && pmp.deals || []) {
        const among = c.inDeal.get(deal.id);
        if (among !== undefined) {
            for (const g of plan.walk(among, STAND - list.length,
                                      (g) => fit.stands(b, a, g, deal))) {
                list.push(offer(a, g, deal));
            }
        }
    }
    if (pmp && pmp.private_auction > 0) {
        return list.slice(0, CANDIDATES);
    }
    const open = plan.walk(c.deal.any, CANDIDATES,
                           (g) => fit.stands(b, a, g, null));
    const kept = Math.min(list.length, CANDIDATES
                          - Math.min(open.length, CANDIDATES / 4));
    list.length = kept;
    for (let i = 0; i < open.length && kept + i < CANDIDATES; i++) {
        list.push(offer(a, open[i], null));
    }
    return list;
}


function compare(x, y) {
    if ((x.deal === null) !== (y.deal === null)) {
        return x.deal === null ? 1 : -1;
    }
    return y.value - x.value || y.g.order - x.g.order || x.g.slot - y.g.slot;
}


function setPrice(a, o) {
    const least = fit.floorOf(a, o.deal);
    o.price = o.g.max_cpm > 0 ? Math.min(o.value, o.g.max_cpm) : o.value;
    o.good = o.price >= least && o.price > 0;
    if (o.good && o.deal !== null && o.deal.at === 3 && least > 0) {
        o.price = least;
    }
}


// the best first

function rank(a) {
    if (a.list.length === 0) {
        return;
    }
    score.imp(a.imp, a.list[0]);
    for (const o of a.list) {
        o.value = score.value(o.g);
        o.variant = score.variant(o.g);
        setPrice(a, o);
    }
    a.list.sort(compare);
}


function finish(r, o) {
    const imp = o.a.imp;
    o.life = o.g.media === VIDEO || imp.instl === 1 ? 1800 : r.app ? 300 : 60;
    if (imp.exp > 0) {
        o.life = Math.min(o.life, imp.exp);
    }
    if (o.g.media === VIDEO) {
        const p = o.g.protocols & o.a.protocols;
        o.protocol = p ? 31 - Math.clz32(p) : 0;
    }
}


function valid(r) {
    if (typeof r !== 'object' || r === null || typeof r.id !== 'string'
        || r.id === '' || !Array.isArray(r.imp) || r.imp.length === 0
        || r.site && r.app) {
        return false;
    }
    const ids = new Set();
    for (const imp of r.imp) {
        if (typeof imp.id !== 'string' || imp.id === '' || ids.has(imp.id)) {
            return false;
        }
        ids.add(imp.id);
    }
    return true;
}


// '' for no bid

function answer(r) {
    if (r.cur && r.cur.length && !r.cur.some(fit.dollars)) {
        return '';
    }
    const b = { r, now: Math.floor(Date.now() / 1000), user: '', userHash: null,
                domain: r.site ? r.site.domain || ''
                    : r.app ? r.app.bundle || '' : '',
                profile: null, geo: null, lat: 0, lon: 0,
                version: undefined };
    person(b, r);
    plan.request(b, r);
    score.request(b, r);
    const auctions = [];
    for (const imp of r.imp) {
        const a = fit.prepare(imp);
        plan.imp(imp);
        a.list = candidates(b, a);
        rank(a);
        auctions.push(a);
    }
    const won = share(auctions);
    won.forEach((o) => finish(r, o));
    return won.length ? write(b, auctions) : '';
}


function respond(body, res) {
    let r = null;
    try {
        r = JSON.parse(body.toString('utf8'));
    } catch (e) {
        r = null;
    }
    if (!valid(r)) {
        res.writeHead(400);
        res.end();
        return;
    }
    const text = answer(r);
    if (text === '') {
        res.writeHead(204);
        res.end();
        return;
    }
    res.writeHead(200, { 'Content-Type': 'application/json',
                         'x-openrtb-version': '2.6',
                         'Content-Length': Buffer.byteLength(text) });
    res.end(text);
}


const server = http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => respond(chunks.length === 1 ? chunks[0]
                                : Buffer.concat(chunks), res));
});

server.keepAliveTimeout = 300000;
server.listen(Number(process.argv[2]), '127.0.0.1');
