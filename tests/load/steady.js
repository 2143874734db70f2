// Steady load: RATE for five minutes.

import { arrivals, bid, seconds, thresholds } from './bids.js';

const whole = seconds(300);

export const options = {
    scenarios: { steady: arrivals(whole, [[1, 1]]) },
    thresholds: thresholds({ http_req_duration: ['p(50)<5', 'p(99)<10'] }),
};

export default bid;
