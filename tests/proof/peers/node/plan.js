'use strict';

// Which ad groups a request, and an impression of it, lets in: sets of bits,
// one dimension after the other.

let c, nwords, acc, either, letIn;
let hits = [], nhits = 0;


function start(catalogue) {
    c = catalogue;
    nwords = c.nwords;
    acc = c.newSet();
    either = c.newSet();
    letIn = c.newSet();
}


function meet(to, set) {
    for (let i = 0; i < nwords; i++) {
        to[i] &= set[i];
    }
}


function without(set) {
    for (let i = 0; i < nwords; i++) {
        acc[i] &= ~set[i];
    }
}


function join(to, set) {
    for (let i = 0; i < nwords; i++) {
        to[i] |= set[i];
    }
}


function hit(found) {
    for (let i = 0; i < found.incl.length; i++) {
        hits[nhits++] = found.incl[i];
    }
    for (let i = 0; i < found.excl.length; i++) {
        without(found.excl[i]);
    }
}


function hitOne(d, key) {
    const set = d.incl.get(key);
    if (set !== undefined) {
        hits[nhits++] = set;
    }
    const not = d.excl.get(key);
    if (not !== undefined) {
        without(not);
    }
}


function settle(d) {
    if (nhits === 0) {
        meet(acc, d.any);
    } else if (nhits === 1) {
        meet(acc, hits[0]);
    } else {
        either.fill(0);
        for (let i = 0; i < nhits; i++) {
            join(either, hits[i]);
        }
        meet(acc, either);
    }
    nhits = 0;
}


function words(list) {
    if (list) {
        for (const word of list.split(',')) {
            hit(c.keywords.get(word.trim()));
        }
    }
}


function each(list, found) {
    if (list) {
        for (let i = 0; i < list.length; i++) {
            hit(found.get(list[i]));
        }
    }
}


function planGeo(geo) {
    let country = '';
    if (geo.country && geo.country.length === 3) {
        country = geo.country.toLowerCase();
        hitOne(c.country, country);
    }
    settle(c.country);
    const regions = c.regions.get(country);
    if (regions && geo.region) {
        const region = geo.region.toLowerCase();
        hitOne(regions, region.slice(region.indexOf('-') + 1));
    }
    settle(c.region);
    if (geo.city) {
        hit(c.cityNames.get(geo.city));
        const cities = c.cities.get(country);
        if (cities) {
            hitOne(cities, geo.city.toLowerCase());
        }
    }
    settle(c.city);
}


function planUser(profile) {
    if (profile.data) {
        for (const data of profile.data) {
            const by = c.segments.get(data.name || data.id);
            if (by && data.segment) {
                for (const segment of data.segment) {
                    hitOne(by, segment.id);
                }
            }
        }
    }
    settle(c.segment);
}


function planPlace(r, b) {
    const place = r.site || r.app || {};
    if (r.site) {
        const domain = r.site.domain || r.site.page;
        if (domain) {
            hit(c.domains.get(domain));
        }
    }
    settle(c.domain);
    each(place.cat, c.cats);
    each(place.sectioncat, c.cats);
    each(place.pagecat, c.cats);
    settle(c.cat);
    words(place.keywords);
    each(place.kwarray, c.keywords);
    if (place.content) {
        words(place.content.keywords);
    }
    words(b.profile.keywords);
    settle(c.keyword);
}


function request(b, r) {
    acc.set(c.openAt(b.now));
    planPlace(r, b);
    planGeo(b.geo);
    if (r.device && r.device.devicetype) {
        hitOne(c.device, r.device.devicetype);
    }
    settle(c.device);
    if (r.device && r.device.os) {
        hit(c.osNames.get(r.device.os));
    }
    settle(c.os);
    planUser(b.profile);
    if (r.bcat) {
        for (const cat of r.bcat) {
            const set = c.bcat.get(cat);
            if (set !== null) {
                without(set);
            }
        }
    }
    if (r.badv) {
        for (const domain of r.badv) {
            const set = c.badv.get(domain);
            if (set !== null) {
                without(set);
            }
        }
    }
}


function joinSize(size) {
    const set = c.sizes.get(size.w * 65536 + size.h);
    if (set !== undefined) {
        join(letIn, set);
    }
}


// into a set of its own, which walks go through

function imp(i) {
    letIn.fill(0);
    if (i.banner && i.banner.format) {
        i.banner.format.forEach(joinSize);
    } else if (i.banner) {
        joinSize(i.banner);
    }
    if (i.video && i.video.mimes) {
        for (const mime of i.video.mimes) {
            const set = c.format.incl.get(mime);
            if (set !== undefined) {
                join(letIn, set);
            }
        }
    }
    meet(letIn, acc);
}


// in the order of price, until so many of those among these stand

function walk(among, room, stands) {
    const found = [];
    for (let i = 0; i < nwords && room > 0; i++) {
        for (let w = letIn[i] & among[i]; w !== 0 && room > 0; w &= w - 1) {
            const g = c.adgroups[i * 32 + 31 - Math.clz32(w & -w)];
            if (stands(g)) {
                found.push(g);
                room--;
            }
        }
    }
    return found;
}


module.exports = { start, request, imp, walk };
