'use strict';

// What keeps an ad from an impression, and what bits cannot say of a target.

const BANNER = 1;
const SKIP_UNKNOWN = 65535;
const DEGREE = Math.PI / 180;


function mask(list) {
    let bits = 0;
    for (const v of list || []) {
        if (v > 0 && v < 32) {
            bits |= 1 << v;
        }
    }
    return bits;
}


const allowed = (list) => list ? mask(list) : -1;
const micros = (v) => v ? Math.floor(v * 1e6 + 0.5) : 0;


function dollars(s) {
    return !s || s === 'USD' || s.trim().toUpperCase() === 'USD';
}


// what is read of an impression once

function prepare(imp) {
    const banner = imp.banner, video = imp.video;
    return {
        imp,
        floor: micros(imp.bidfloor),
        usd: dollars(imp.bidfloorcur),
        insecure: imp.secure > 0,
        battr: banner ? mask(banner.battr) : 0,
        btype: banner ? mask(banner.btype) : 0,
        videoBattr: video ? mask(video.battr) : 0,
        protocols: video ? allowed(video.protocols) : 0,
        delivery: video ? allowed(video.delivery) : 0,
        list: [],
        won: []
    };
}


const floorOf = (a, deal) => deal && deal.bidfloor !== undefined
    ? micros(deal.bidfloor) : a.floor;
const isUsd = (a, deal) => deal && deal.bidfloor !== undefined
    ? dollars(deal.bidfloorcur) : a.usd;


function videoFits(a, v, g) {
    const d = g.duration;
    if (v.linearity && g.linearity && v.linearity !== g.linearity
        || g.protocols && !(g.protocols & a.protocols)
        || g.delivery && !(g.delivery & a.delivery)
        || g.bitrate && (g.bitrate < v.minbitrate
                         || v.maxbitrate > 0 && g.bitrate > v.maxbitrate)
        || d < v.minduration
        || v.maxduration > 0 && !(v.maxextended < 0)
           && d > v.maxduration + (v.maxextended || 0)) {
        return false;
    }
    if (g.skippable && (v.skip === 1 && g.skip === SKIP_UNKNOWN
                        || v.skipmin > 0 && d <= v.skipmin
                        || g.skip < v.skipafter)) {
        return false;
    }
    return v.boxingallowed !== 0 || !(v.w > 0) || !(v.h > 0) || !g.w
        || v.w * g.h === v.h * g.w;
}


function listed(mimes, g) {
    for (const own of g.lowMimes) {
        for (const mime of mimes) {
            if (mime === own || mime.toLowerCase() === own
                || own === 'image/jpeg'
                && mime.toLowerCase() === 'image/jpg') {
                return true;
            }
        }
    }
    return g.lowMimes.length === 0;
}


function creativeFits(a, g) {
    if (a.insecure && !g.secure) {
        return false;
    }
    if (g.media === BANNER) {
        const mimes = a.imp.banner.mimes;
        return !(g.attr & a.battr) && !(a.btype >>> g.btype & 1)
            && (!mimes || listed(mimes, g));
    }
    return videoFits(a, a.imp.video, g) && !(g.attr & a.videoBattr);
}


function parseVersion(s) {
    const m = /^(\d+)(?:[._](\d+))?(?:[._](\d+))?(?:[._](\d+))?/.exec(s || '');
    if (m === null) {
        return null;
    }
    const p = m.slice(1, 5).map((n) => Math.min(Number(n || 0), 65535));
    return [p[0] * 65536 + p[1], p[2] * 65536 + p[3]];
}


function versionFits(b, versions) {
    const d = b.r.device || {};
    if (b.version === undefined) {
        b.version = parseVersion(d.osv);
    }
    const v = b.version;
    if (v === null) {
        return false;
    }
    for (const [os, low, lower, high, higher] of versions) {
        if ((v[0] > low || v[0] === low && v[1] >= lower)
            && (v[0] < high || v[0] === high && v[1] <= higher)
            && (os === '' || d.os
                && d.os.toLowerCase() === os.toLowerCase())) {
            return true;
        }
    }
    return false;
}


function circleFits(b, circles) {
    if (b.lat === undefined || b.lon === undefined) {
        return false;
    }
    for (const [y, x, metres] of circles) {
        const lat = y / 1e6, lon = x / 1e6;
        if (Math.abs(b.lat - lat) * 1e6 > 9 * metres + 2) {
            continue;
        }
        const dlat = Math.sin((b.lat - lat) * DEGREE / 2);
        const dlon = Math.sin((b.lon - lon) * DEGREE / 2);
        const a = dlat * dlat + Math.cos(lat * DEGREE)
            * Math.cos(b.lat * DEGREE) * dlon * dlon;
        if (2 * 6371008.8 * Math.asin(Math.sqrt(Math.min(a, 1))) <= metres) {
            return true;
        }
    }
    return false;
}


function stands(b, a, g, deal) {
    const least = floorOf(a, deal);
    if (least !== 0 && (!isUsd(a, deal)
                        || g.max_cpm > 0 && g.max_cpm < least)) {
        return false;
    }
    return creativeFits(a, g)
        && (g.versions === null || versionFits(b, g.versions))
        && (g.circles === null || circleFits(b, g.circles));
}


module.exports = { prepare, floorOf, dollars, stands };
