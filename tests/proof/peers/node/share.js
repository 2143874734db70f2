'use strict';

// Who gets which impression: rather another campaign each, and of all ways to
// do so that which is worth most.

const DISTINCT = 2 ** 48, WORTH_MAX = 2 ** 40, ROWS = 8;

let won = [];                       // all that is in the answer


function take(a, o) {
    a.won.push(o);
    won.push(o);
}


function count(a, o, is) {
    let n = 0;
    for (const other of won) {
        n += other.a !== a && is(other, o) ? 1 : 0;
    }
    return n;
}


const sameCampaign = (x, y) => x.g.campaign === y.g.campaign;
const sameGroup = (x, y) => x.g === y.g;
const elsewhere = (a, o) => count(a, o, sameCampaign);


function repeats(a, o) {
    const n = elsewhere(a, o);
    return n === 0 ? 0 : n + count(a, o, sameGroup);
}


function hasPlace(a, deal) {
    const pmp = a.imp.pmp;
    return !a.won.some((o) => o.deal === deal)
        && (deal !== null || !pmp || !(pmp.private_auction > 0));
}


// of those for a deal, or for none, one that is in the answer least

function takeOne(a, deal) {
    let best = null, least = Infinity;
    for (const o of a.list) {
        if (o.good && o.deal === deal) {
            const n = repeats(a, o);
            if (n < least) {
                best = o;
                least = n;
            }
            if (n === 0) {
                break;
            }
        }
    }
    if (best !== null) {
        take(a, best);
    }
}


function takeDeals(a) {
    for (const o of a.list) {
        if (o.deal === null) {
            return;
        }
        if (o.good && hasPlace(a, o.deal)) {
            takeOne(a, o.deal);
        }
    }
}


const firstOpen = (a) => a.list.find((o) => o.good && o.deal === null);


function isClear(open) {
    const first = open.map((a) => firstOpen(a).g.campaign);
    return new Set(first).size === first.length;
}


// rows are impressions, columns from 1 on campaigns

function fill(m, row, a, most) {
    let n = 0;
    for (const o of a.list) {
        if (n === most) {
            break;
        }
        if (!o.good || o.deal !== null || elsewhere(a, o)) {
            continue;
        }
        let column = m.campaigns.indexOf(o.g.campaign);
        if (column < 0) {
            column = m.campaigns.push(o.g.campaign) - 1;
        }
        if (!m.worth[row][column + 1]) {
            m.worth[row][column + 1] = DISTINCT + Math.min(o.value, WORTH_MAX);
            m.offer[row][column + 1] = o;
            n++;
        }
    }
}


// shortest augmenting paths; columns behind the campaigns are nobody

function augment(m, row, columns) {
    const least = new Array(columns + 1).fill(Infinity);
    const from = [], seen = [];
    let at = 0;
    m.row[0] = row;
    do {
        const r = m.row[at];
        let delta = Infinity, next = 0;
        seen[at] = true;
        for (let j = 1; j <= columns; j++) {
            if (seen[j]) {
                continue;
            }
            const cost = -(m.worth[r - 1][j] || 0) - m.u[r] - m.v[j];
            if (cost < least[j]) {
                least[j] = cost;
                from[j] = at;
            }
            if (least[j] < delta) {
                delta = least[j];
                next = j;
            }
        }
        for (let j = 0; j <= columns; j++) {
            if (seen[j]) {
                m.u[m.row[j]] += delta;
                m.v[j] -= delta;
            } else {
                least[j] -= delta;
            }
        }
        at = next;
    } while (m.row[at]);
    for (; at; at = from[at]) {
        m.row[at] = m.row[from[at]];
    }
}


function assign(open) {
    const n = open.length;
    const m = { campaigns: [], worth: open.map(() => []),
                offer: open.map(() => []), u: new Array(n + 1).fill(0) };
    open.forEach((a, i) => fill(m, i, a, n));
    const columns = m.campaigns.length + n;
    m.v = new Array(columns + 1).fill(0);
    m.row = new Array(columns + 1).fill(0);
    for (let i = 1; i <= n; i++) {
        augment(m, i, columns);
    }
    const chosen = [];
    for (let j = 1; j <= m.campaigns.length; j++) {
        const i = m.row[j];
        if (i && m.worth[i - 1][j]) {
            chosen[i - 1] = m.offer[i - 1][j];
        }
    }
    open.forEach((a, i) => chosen[i] && take(a, chosen[i]));
}


// all offers that are bid

function share(auctions) {
    won = [];
    auctions.forEach(takeDeals);
    const open = auctions.filter((a) => hasPlace(a, null) && firstOpen(a));
    if (open.length > 1 && open.length <= ROWS && !isClear(open)) {
        assign(open);
    }
    for (const a of open) {
        if (hasPlace(a, null)) {
            takeOne(a, null);
        }
    }
    return won;
}


module.exports = share;
