#!/usr/bin/env python3
"""How long an auction waits for its answer, at 70 % of what one worker can do.

An open loop asks at a fixed rate, and an answer is timed from when the request
was due: a stall counts for all that it held up.  The worker serves 100,000 ad
groups; then it does so while an overlay is put into place every second and a
base every ten, and while nginx is reloaded every ten.  Briefly, every second
overlay brings a base and nginx is reloaded every second, which is held to no
goal but that nothing fails.

The simulator tells how late it was itself, the kernel how long the worker was
ready and had no core, and the trivial handler answers at the same rate first.
Where the one is a large share of a latency that misses its goal, or the other
holds up more requests than may be late, or where the trivial handler misses it
as well, the figure is void: it says what else the machine did.  What comes
while a worker waits has to be worked off by what is left of it, so a wait
holds up several times as many requests as come in it.
"""

# group: speed

import os
import sys

sys.dont_write_bytecode = True

import scratch

import bench
import client
import cpu
import floor
import load
import metrics
import swaps

SECONDS, WARM = (60, 1) if scratch.FULL else (1.5, 0.5)
RELOAD, OVERLAY, BASE = (10, 1, 10) if scratch.FULL else (1, 0.5, 2)
LAG = 0.3                           # of a latency
BEYOND = {"p99": 0.01, "p99_9": 0.001}
GROUPS = 100000
SHARE = 0.7
AFFINITY = "worker_cpu_affinity %s;" % format(1 << cpu.cores()[0], "b")


def free_threads(nginx):
    """The event loop stays on its core, threads may go where there is room."""
    pid = nginx.worker()
    for task in os.listdir("/proc/%d/task" % pid):
        if int(task) != pid:
            os.sched_setaffinity(int(task), set(range(os.cpu_count())))


def most(nginx, path):
    """Answers a second in a closed loop, the median of three."""
    found = sorted(load.run(nginx.port, "/v1/bid", path, 0.5).rate
                   for _ in range(3))
    return found[1]


def opened(nginx, path, rate, uri="/v1/bid"):
    workers = {pid: cpu.Cpu(pid).waited_ns for pid in nginx.workers()}
    r = load.finish(load.start(
        nginx.port, uri, path, SECONDS, rate="%d" % rate,
        options=["--warm-up=%g" % WARM]))
    waited = 0
    for pid in nginx.workers():
        waited += cpu.Cpu(pid).waited_ns - workers.get(pid, 0)
    r.waited = waited / 1e9 / (r.seconds + WARM)
    return r


def voided(r, mark, goal, trivial):
    """Why a figure is void, if it is."""
    late, lag = r.told["latency_us"][mark], r.told["lag_us"][mark]
    if goal is None or late < 1000 * goal:
        return None
    if lag > LAG * late:
        return "the simulator was %.0f us late itself" % lag
    if r.waited / (1 - SHARE) > BEYOND[mark]:
        return "the worker waited for its core for %.1f %% of the time" % (
            100 * r.waited)
    alone = trivial.told["latency_us"][mark]
    if alone >= 1000 * goal:
        return "the trivial handler's is %.1f ms" % (alone / 1000)
    return None


def tell(title, r, rate, goals, trivial):
    print("%-28s %.0f of %.0f a second, p50 %.0f p90 %.0f p99 %.0f p99.9 %.0f "
          "max %.0f us, %d failed" % (title, r.rate, rate, r.p50, r.p90, r.p99,
                                      r.p999, r.most, r.faults))
    lag = r.told["lag_us"]
    print("    the simulator's own lag p50 %.0f p90 %.0f p99 %.0f p99.9 %.0f "
          "max %.0f us; the worker waited for its core for %.1f %% of the time"
          % (lag["p50"], lag["p90"], lag["p99"], lag["p99_9"], lag["max"],
             100 * r.waited))
    for mark, goal in goals.items():
        scratch.figure("latency at 70 %% of the most, %s, %s"
                       % (title, mark.replace("_", ".")),
                       r.told["latency_us"][mark] / 1000, "ms",
                       goal and "< %g" % goal,
                       voided(r, mark, goal, trivial))
    scratch.figure("requests that failed, " + title, r.faults, "requests",
                   "= 0")


def inference(nginx):
    """The 99th percentile of it, by the histogram that is exported."""
    text = client.once(nginx.port, uri="/metrics").body.decode()
    counts = {}
    for labels, n in metrics.values(
            text, "campaign_inference_duration_seconds_bucket").items():
        bound = labels.split('le="')[1].split('"')[0]
        counts[float(bound.replace("+Inf", "inf"))] = n
    whole = counts[float("inf")]
    return min(b for b, n in counts.items() if n >= 0.99 * whole)


def main():
    if not load.engine():
        raise SystemExit("latency: the simulator is not built")
    strict = {"p99": 1, "p99_9": 3}
    swapping = strict if scratch.FULL else dict.fromkeys(strict)
    reloading = {"p99": 3 if scratch.FULL else None, "p99_9": None}
    with scratch.Scratch() as s:
        path = bench.mixed(s)
        swapped = swaps.Swaps(s, GROUPS, BASE)
        parts = floor.parts()
        parts["main"] += AFFINITY
        nginx = bench.nginx(
            s, catalog=swapped.catalog + " overlay=" + swapped.overlay,
            pinned=False, **parts)
        free_threads(nginx)
        rate = SHARE * most(nginx, path)

        trivial = opened(nginx, path, rate, "/floor")
        tell("the trivial handler", trivial, rate, dict.fromkeys(strict),
             trivial)
        tell("nothing else", opened(nginx, path, rate), rate, strict, trivial)
        with swaps.Every(OVERLAY, swapped.next):
            tell("an overlay every %g s, a base every %g"
                 % (OVERLAY, OVERLAY * BASE), opened(nginx, path, rate), rate,
                 swapping, trivial)
        print("bases put into place: %d" % swapped.bases)
        with swaps.Every(RELOAD, nginx.reload):
            tell("a reload every %g s" % RELOAD, opened(nginx, path, rate),
                 rate, reloading, trivial)
        scratch.figure("inference, p99 by its histogram, at most",
                       inference(nginx) * 1000, "ms", "< 5")
        print("loads of the catalogue: %d, that failed: %d"
              % tuple(bench.counted(nginx.port, "campaign_catalog_loads_total",
                                    "campaign_catalog_load_failures_total")))


main()
