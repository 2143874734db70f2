// A spike: from a fifth of RATE to all of it within a hundredth of the time,
// and back.

import { arrivals, bid, seconds, thresholds } from './bids.js';

const whole = seconds(180);

export const options = {
    scenarios: {
        spike: arrivals(whole, [
            [0.2, 0.33], [1, 0.01], [1, 0.32], [0.2, 0.01], [0.2, 0.33],
        ]),
    },
    thresholds: thresholds({ http_req_duration: ['p(99)<10'] }),
};

export default bid;
