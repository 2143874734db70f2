"""Load on a server: by the exchange simulator, or by wrk where it is not built.

The simulator never sleeps while it waits, so that no answer pays for waking
it.  wrk does: that costs a worker some 2 microseconds an answer, and more to
those that make wrk wait for long.
"""

import functools
import json
import os
import re
import subprocess

import case
import cpu

HERE = os.path.dirname(os.path.abspath(__file__))
EXCHANGE = os.path.join(case.BUILD, "exchange")
CONNECTIONS = 32


class Result:
    """Of a run: answers, their rate a second, latencies in microseconds.

    Faults are the requests that got no good answer.
    """

    def __init__(self, requests, seconds, latencies, faults=0):
        self.requests, self.seconds, self.faults = requests, seconds, faults
        self.rate = requests / seconds
        self.p50, self.p90, self.p99, self.p999, self.most = latencies


@functools.lru_cache(None)
def engine():
    """Whether the simulator is there."""
    if not os.path.exists(EXCHANGE):
        return False
    return b"--bodies" in subprocess.run(
        [EXCHANGE, "--help"], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT).stdout


def run(port, uri, path, seconds, connections=CONNECTIONS, core=None):
    """A closed loop, on one core; a fault ends the proof."""
    core = cpu.cores()[1] if core is None else core
    found = (exchange if engine() else wrk)(port, uri, path, seconds,
                                           connections, core)
    if found.faults:
        raise SystemExit("load: %d requests failed" % found.faults)
    return found


def start(port, uri, path, seconds, connections=CONNECTIONS, core=None,
          rate=None, options=()):
    """The simulator on its way; with a rate it is an open loop."""
    core = cpu.cores()[1] if core is None else core
    return subprocess.Popen(
        ["taskset", "-c", str(core), EXCHANGE,
         "--url=http://127.0.0.1:%d%s" % (port, uri), "--bodies=" + path,
         "--connections=%d" % connections, "--seconds=%g" % seconds, "--json"]
        + (["--rate=%s" % rate] if rate else []) + list(options),
        stdout=subprocess.PIPE)


def finish(process):
    out = process.communicate()[0]
    if process.returncode != 0:
        raise SystemExit("load: the simulator ended with %d: %s"
                         % (process.returncode, out.decode()))
    told = json.loads(out.decode())
    late = told["latency_us"]
    found = Result(told["answers"], told["seconds"],
                   [late[k] for k in ("p50", "p90", "p99", "p99_9", "max")],
                   told["requests"] - good(told["status"]))
    found.told = told
    return found


def good(status):
    """Answers with a bid or with none; what else became of a request failed."""
    return sum(status.get(code, 0) for code in ("200", "204"))


def exchange(port, uri, path, seconds, connections, core):
    return finish(start(port, uri, path, seconds, connections, core))


def wrk(port, uri, path, seconds, connections, core):
    out = subprocess.run(
        ["taskset", "-c", str(core), case.need("wrk"), "-t1",
         "-c%d" % connections, "-d%ds" % max(round(seconds), 1), "-s",
         os.path.join(HERE, "load.lua"),
         "http://127.0.0.1:%d%s" % (port, uri), "--", path],
        stdout=subprocess.PIPE, check=True).stdout.decode()
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit("wrk: " + out)
    told = json.loads(re.search(r"^summary (\{.*\})$", out, re.M).group(1))
    return Result(told["requests"], told["us"] / 1e6, told["latencies"])
