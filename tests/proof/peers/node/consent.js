'use strict';

// What a user agreed to, as far as the strings of the traffic go: the core of
// the TCF, the US Privacy string, the national section of the platform.

const VENDOR = 412;

// from when on a string has to be of policy 4, and to say whom it disclosed

const V22 = 16961184000, V23 = 17723232000;

// what goes: the user's ids, what an ad is fitted by, the exact place

const USER = 1, FITTING = 2, PLACE = 4, ALL = 7;

const NATIONAL = ['......SHTsssssssssgsssssssskkkpmov',
                  '......SHTsssssssgsssskkpmov'];
const TAKES = { S: ALL, H: ALL, T: FITTING, s: FITTING, g: PLACE,
                v: FITTING };

const sextet = new Uint8Array(256);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .forEach((c, i) => { sextet[c.charCodeAt(0)] = i; });

let text = '', length = 0, at = 0;      // of the string that is read


function begin(s) {
    text = s;
    length = s.length * 6;
    at = 0;
}


function get(n) {
    let v = 0;
    if (at + n > length) {
        at = length + 1;
        return 0;
    }
    while (n > 0) {
        const have = 6 - at % 6, some = Math.min(have, n);
        const letter = sextet[text.charCodeAt((at - at % 6) / 6) & 255];
        v = v * (1 << some) + (letter >> (have - some) & ((1 << some) - 1));
        at += some;
        n -= some;
    }
    return v;
}


function ranges() {
    let found = false;
    for (let n = get(12); n > 0 && at <= length; n--) {
        const group = get(1), first = get(16), last = group ? get(16) : first;
        found = found || VENDOR >= first && VENDOR <= last;
    }
    return found;
}


function vendors() {
    const most = get(16);
    if (get(1)) {
        return ranges() && VENDOR <= most;
    }
    let from = at;
    at += most;
    if (at > length || VENDOR > most) {
        return false;
    }
    from += VENDOR - 1;
    return (sextet[text.charCodeAt((from - from % 6) / 6) & 255]
            >> (5 - from % 6) & 1) === 1;
}


function restricted() {
    let none = 0;
    for (let n = get(12); n > 0 && at <= length; n--) {
        const purpose = get(6), kind = get(2);
        if (ranges() && kind !== 1) {
            none |= 1 << purpose;
        }
    }
    return none;
}


function tcf(s) {
    const [core, ...rest] = s.split('.');
    begin(core);
    if (get(6) !== 2) {
        return ALL;
    }
    at = 42;
    const updated = get(36);
    at = 132;
    const policy = get(6), service = get(1);
    at = 140;
    const features = get(12), purposes = get(24);
    at = 200;
    const one = get(1);
    at = 213;
    const consent = vendors();
    vendors();
    const none = restricted();
    if (at > length || !service || !consent
        || updated >= V22 && policy < 4) {
        return ALL;
    }
    let said = false, ours = false;
    for (const segment of rest) {
        begin(segment);
        if (get(3) === 1) {
            said = true;
            ours = vendors();
        }
    }
    if (said && !ours || updated >= V23 && !said) {
        return ALL;
    }
    const may = (purpose) => (purposes >> (24 - purpose) & 1) === 1
        && (none >> purpose & 1) === 0;
    if (!may(2)) {
        return ALL;
    }
    return (one || !may(1) || !may(7) ? USER : 0) | (may(4) ? 0 : FITTING)
        | (features >> 11 & 1 ? 0 : PLACE);
}


function usp(s) {
    return !/^1[YNyn-]{3}$/.test(s) || s[2] === 'Y' || s[2] === 'y' ? ALL : 0;
}


function national(s) {
    const [first, second] = s.split('.');
    const fields = first.length * 6 >= 6 + 2 * NATIONAL[0].length
        ? NATIONAL[0] : NATIONAL[1];
    let takes = 0;
    begin(first);
    const version = get(6);
    if (version < 1 || version > 2) {
        return ALL;
    }
    for (const field of fields) {
        const v = get(2);
        if (v === 3 || field === 'k' && v) {
            takes = ALL;
        } else if (v === 1) {
            takes |= TAKES[field] || 0;
        }
    }
    if (at > length) {
        return ALL;
    }
    if (second) {
        begin(second);
        takes = get(3) === 2 ? takes : ALL;
    }
    return takes;
}


function fibonacci() {
    let sum = 0, one = 1, two = 2, before = 0;
    while (at <= length) {
        const bit = get(1);
        if (bit && before) {
            return sum;
        }
        sum += bit * one;
        [one, two, before] = [two, one + two, bit];
    }
    return 0;
}


// the sections by their number; null: not to be read

function sections(s) {
    const parts = s.split('~'), found = new Map();
    begin(parts[0]);
    if (get(6) !== 3 || get(6) !== 1) {
        return null;
    }
    for (let i = 1, n = get(12), id = 0; i <= n; i++) {
        if (get(1) || i === parts.length) {
            return null;
        }
        id += fibonacci();
        found.set(id, parts[i]);
    }
    return at <= length ? found : null;
}


function section(id, found, regs, consent) {
    const s = found && found.get(id);
    if (id === 6) {
        return s ? usp(s) : regs.us_privacy ? 0 : ALL;
    }
    if (id === 7) {
        return s ? national(s) : ALL;
    }
    return id === 2 ? tcf(consent || s || '') : ALL;
}


function platform(regs, consent) {
    const found = regs.gpp ? sections(regs.gpp) : null;
    let takes = 0;
    if (!regs.gpp_sid) {
        if (!found) {
            return ALL;
        }
        for (const id of found.keys()) {
            takes |= id >= 6 ? section(id, found, regs, '') : 0;
        }
        return takes;
    }
    for (const id of regs.gpp_sid) {
        takes |= section(id, found, regs, consent);
    }
    return takes;
}


// what regs and user say together takes this away

function read(regs, user) {
    const all = regs.ext ? { ...regs.ext, ...regs } : regs;
    let takes = all.coppa > 0 ? ALL : 0;
    if (all.gpp || all.gpp_sid) {
        takes |= platform(all, user.consent);
    }
    if (all.gdpr > 0) {
        takes |= tcf(user.consent || '');
    }
    if (all.us_privacy) {
        takes |= usp(all.us_privacy);
    }
    return takes;
}


module.exports = { read, USER, FITTING, PLACE };
