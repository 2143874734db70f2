// What the scenarios share: where to ask, how often, with which requests.
//
//   URL      of the bidder (http://127.0.0.1:8080/v1/bid)
//   BODIES   a file of requests, one a line (a request of the demonstration)
//   RATE     requests a second that the node is known to carry (694)
//   TIME     how long a scenario is as a whole, in seconds

import http from 'k6/http';
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';

const url = __ENV.URL || 'http://127.0.0.1:8080/v1/bid';

const bodies = new SharedArray('bodies', function () {
    if (!__ENV.BODIES) {
        return [open('../../conf/demo/request.json')];
    }

    return open(__ENV.BODIES).split('\n').filter((line) => line !== '');
});

const sent = {
    headers: {
        'Content-Type': 'application/json',
        'x-openrtb-version': '2.6',
    },
    responseCallback: http.expectedStatuses(200, 204),
    timeout: '2s',
};

export const rate = Number(__ENV.RATE || 694);


export function seconds(whole) {
    return Number(__ENV.TIME || whole);
}


export function thresholds(more) {
    return Object.assign({
        http_req_failed: ['rate<0.001'],
        checks: ['rate>0.999'],
        dropped_iterations: ['rate<1'],
    }, more);
}


// one arrival rate after another: [share of RATE, share of the time]

export function arrivals(whole, steps) {
    const most = Math.max(...steps.map((step) => step[0]));

    return {
        executor: 'ramping-arrival-rate',
        startRate: Math.round(rate * steps[0][0]),
        timeUnit: '1s',
        preAllocatedVUs: Math.ceil(16 + rate * most / 50),
        maxVUs: Math.ceil(64 + rate * most / 5),
        gracefulStop: '5s',
        stages: steps.map((step) => ({
            target: Math.round(rate * step[0]),
            duration: `${(whole * step[1]).toFixed(1)}s`,
        })),
    };
}


export function bid() {
    const n = exec.scenario.iterationInTest;
    const answer = http.post(url, bodies[n % bodies.length], sent);

    check(answer, {
        'a bid or none': (a) => a.status === 204
            || (a.status === 200 && a.body.indexOf('"seatbid"') > 0),
    });
}
