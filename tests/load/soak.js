// A soak: half of RATE for an hour.  What the node's memory does meanwhile is
// in its own metrics; "make proof NAME=soak" watches both.

import { arrivals, bid, seconds, thresholds } from './bids.js';

const whole = seconds(3600);

export const options = {
    scenarios: { soak: arrivals(whole, [[0.5, 1]]) },
    thresholds: thresholds({ http_req_duration: ['p(50)<5', 'p(99)<10'] }),
};

export default bid;
