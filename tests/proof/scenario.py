"""What the scenarios of load share: a node, a rate, and what is watched."""

import os
import time

import bench
import cpu
import load
import scratch

GROUPS = 10000
CONNECTIONS = 256
ERRORS = "< 0.1"


def seconds(full, brief):
    """Of the scenario: SECONDS of the environment, or by FULL."""
    given = os.environ.get("SECONDS", "")
    return float(given) if given else full if scratch.FULL else brief


class Node:
    """An nginx under load in an open loop, and what becomes of it."""

    def __init__(self, s, catalog=None):
        if not load.engine():
            raise SystemExit("the simulator is not built")
        self.s, self.path = s, bench.mixed(s)
        self.nginx = bench.nginx(s, catalog=catalog
                                 or bench.catalogue(GROUPS))
        self.most = self.measure()

    def measure(self):
        """Answers a second in a closed loop: the median of three."""
        return sorted(load.run(self.nginx.port, "/v1/bid", self.path, 1).rate
                      for _ in range(3))[1]

    def ask(self, rate, length, *options):
        return load.start(self.nginx.port, "/v1/bid", self.path, length,
                          connections=CONNECTIONS, rate=rate,
                          options=options)

    def memory_kb(self):
        with open("/proc/%d/smaps_rollup" % self.nginx.worker()) as f:
            return sum(int(line.split()[1]) for line in f
                       if line.startswith("Private_"))

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.nginx.worker()))

    def watch(self, process, every):
        """(seconds, KB, CPU seconds, descriptors) until the load ends."""
        begin, found = time.monotonic(), []
        pid = self.nginx.worker()
        while process.poll() is None:
            found.append((time.monotonic() - begin, self.memory_kb(),
                          cpu.Cpu(pid).ns / 1e9, self.descriptors()))
            time.sleep(every)
        return found


def tell(title, r):
    print("%-10s %8d answers, %6.0f a second, p50 %.0f p90 %.0f p99 %.0f "
          "p99.9 %.0f max %.0f us, %d failed" % (
              title, r.requests, r.rate, r.p50, r.p90, r.p99, r.p999, r.most,
              r.faults))


def errors(title, r):
    scratch.figure("requests that failed, " + title,
                   100 * r.faults / max(r.told["requests"], 1), "%", ERRORS)
