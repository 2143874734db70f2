// Stress: up to four times RATE.  Answers may be late there; none may be
// missing or wrong.

import { arrivals, bid, seconds, thresholds } from './bids.js';

const whole = seconds(300);
const all = thresholds({ http_req_duration: ['p(50)<100'] });

delete all.dropped_iterations;

export const options = {
    scenarios: {
        stress: arrivals(whole, [
            [1, 0.2], [2, 0.2], [3, 0.2], [4, 0.2], [1, 0.2],
        ]),
    },
    thresholds: all,
};

export default bid;
