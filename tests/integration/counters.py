#!/usr/bin/env python3
"""Metrics: as many as were sent, in a format that Prometheus takes."""

import json
import os
import subprocess
import sys
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import metrics
import server

BIDS, NOBIDS, ERRORS, LIVE, WORKERS = 40, 30, 20, 4, 2
CROWD, SLOTS_OF_64K = 20, 64 // 5


def catalogue(path):
    """Two ad groups a live campaign, and campaigns that may not bid."""
    lines = []
    for i in range(LIVE):
        lines.append({"type": "campaign", "id": "live%d" % i})
    lines += [
        {"type": "campaign", "id": "paused", "state": "paused"},
        {"type": "campaign", "id": "draft", "state": "draft"},
        {"type": "campaign", "id": "over", "end": "2020-01-01"},
        {"type": "campaign", "id": "empty"},
    ]
    for campaign in [line["id"] for line in lines[:-1]]:
        for name in (campaign + "a", campaign + "b"):
            lines.append({"type": "adgroup", "id": name, "campaign": campaign,
                          "bid": 2.5, "goal": "cpm"})
            lines.append({"type": "creative", "id": name, "adgroup": name,
                          "media": "banner", "w": 300, "h": 250,
                          "markup": "<b>ad</b>",
                          "landing_url": "https://acme.example/"})
    server.build_catalog(path, [json.dumps(line) for line in lines])


def send(c, port):
    conn = client.Connection(port)
    seen = {}
    jobs = ([bodies.text(bodies.banner("b%d" % i)) for i in range(BIDS)]
            + [bodies.text(bodies.banner("n%d" % i, floor=100000))
               for i in range(NOBIDS)]
            + [b'{"id":' for _ in range(ERRORS)])
    for body in jobs:
        try:
            a = conn.bid(body)
        except client.Broken:
            conn = client.Connection(port)
            a = conn.bid(body)
        if conn.closing:
            conn.close()
            conn = client.Connection(port)
        seen[a.status] = seen.get(a.status, 0) + 1
    conn.close()
    c.equal(seen, {200: BIDS, 204: NOBIDS, 400: ERRORS}, "what was answered")


def counts(c, text):
    name = "campaign_bid_requests_total"
    for outcome, count in (("bid", BIDS), ("nobid", NOBIDS),
                           ("error", ERRORS)):
        c.equal(metrics.total(text, name, '"%s"' % outcome), count,
                "%s of %s" % (name, outcome))
    c.equal(metrics.total(text, "campaign_bid_latency_seconds_count"),
            BIDS + NOBIDS + ERRORS, "the latency of every request")
    c.equal(metrics.total(text, "campaign_bid_latency_seconds_bucket",
                          'le="+Inf"'),
            BIDS + NOBIDS + ERRORS, "... and in the last bucket")
    c.equal(metrics.total(text, "campaign_bid_errors_total"), ERRORS,
            "every error has a code")
    c.equal(metrics.total(text, "campaign_nobid_total"), NOBIDS,
            "every request without a bid has a reason")
    c.equal(metrics.total(text, "campaign_bids_total"), BIDS, "the bids")
    timed = metrics.total(text, "campaign_inference_duration_seconds_count",
                          'backend="scalar"')
    c.check(0 < timed <= (BIDS + NOBIDS + ERRORS) / 16 + WORKERS,
            "one inference an impression of those timed, by backend", timed)
    c.equal(metrics.total(text, "campaign_active_campaigns"), LIVE,
            "live campaigns, not their ad groups and not those paused")
    buckets(c, text)


def buckets(c, text):
    values = metrics.values(text, "campaign_bid_latency_seconds_bucket")
    c.check(list(values.values()) == sorted(values.values()),
            "buckets are cumulative", values)


def promtool(c, text):
    tool = case.need("promtool")
    p = subprocess.run([tool, "check", "metrics"], input=text.encode(),
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    c.check(p.returncode == 0 and not p.stdout.strip(),
            "promtool has nothing to say", p.stdout.decode())


def prometheus(c, nginx):
    binary = case.need("prometheus")
    port = server.free_port()
    conf = c.path("prometheus.yml")
    with open(conf, "w") as f:
        f.write("global:\n  scrape_interval: 1s\n"
                "scrape_configs:\n  - job_name: campaign\n"
                "    static_configs:\n"
                "      - targets: ['127.0.0.1:%d']\n" % nginx.port)
    with open(c.path("prometheus.log"), "w") as log:
        p = subprocess.Popen(
            [binary, "--config.file=" + conf,
             "--storage.tsdb.path=" + c.path("tsdb"),
             "--web.listen-address=127.0.0.1:%d" % port],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    c.later(p.wait)
    c.later(p.terminate)

    def ask(path):
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d/api/v1/%s"
                                        % (port, path), timeout=5) as r:
                return json.load(r)["data"]
        except OSError:
            return None

    def up():
        data = ask("targets")
        targets = data and data["activeTargets"]
        return targets and targets[0]["health"] == "up"

    c.check(server.wait_for(up, 60), "the target is up")
    query = "query?query=campaign_bid_requests_total"

    def sum_of():
        data = ask(query)
        return data and sum(float(r["value"][1]) for r in data["result"])

    c.check(server.wait_for(lambda: sum_of() == BIDS + NOBIDS + ERRORS, 30),
            "Prometheus has counted the same", sum_of())


def crowd(c, path):
    """More workers than slots, of two generations: none loses a count."""
    nginx = server.Nginx(
        c, name="crowd", catalog=path, workers=CROWD,
        http="campaign_metrics_zone 64k;").start()
    c.check(server.wait_for(lambda: len(nginx.workers()) > SLOTS_OF_64K),
            "there are more workers than slots")
    held = [client.Connection(nginx.port) for _ in range(CROWD * 4)]
    for conn in held:
        conn.bid(b"{}")
    nginx.reload()
    fresh = [client.Connection(nginx.port) for _ in range(CROWD * 4)]
    for conn in fresh:
        conn.bid(b"{}")
    text = client.once(nginx.port, uri="/metrics").body.decode()
    for conn in held + fresh:
        conn.close()
    c.equal(metrics.total(text, "campaign_bid_requests_total"), CROWD * 8,
            "all that they answered is counted")


def main(c):
    path = c.path("live.cat")
    catalogue(path)
    conf = server.CAMPAIGN.format(
        catalog=path, keys=os.path.join(server.READY, "keys"),
        model=os.path.join(server.READY, "colanet.cxm") + " backend=scalar")
    nginx = server.Nginx(c, workers=WORKERS, campaign=conf).start()
    send(c, nginx.port)

    answer = client.once(nginx.port, uri="/metrics")
    c.check(answer.headers.get("content-type", "").startswith("text/plain"),
            "the type of the text", answer.headers)
    text = answer.body.decode()
    counts(c, text)
    crowd(c, path)

    for part in (lambda: promtool(c, text), lambda: prometheus(c, nginx)):
        try:
            part()
        except case.Skip as reason:
            c.skip("checked by Prometheus", reason)


case.run(main)
