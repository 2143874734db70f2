#!/usr/bin/env python3
"""What 100,000 ad groups take: to build, in memory, and until the first bid."""

# group: speed

import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import scratch

import bench
import client
import server
import traffic

GROUPS = 100000
ROUNDS = 9 if scratch.FULL else 3
WORKERS = 4


def build(s, text):
    """Seconds, and the kilobytes that it had at most."""
    out = s.path("base.cat")
    program = ("import resource,subprocess,sys;"
               "subprocess.run(sys.argv[1:],check=True,"
               "stdout=subprocess.DEVNULL);"
               "r=resource.getrusage(resource.RUSAGE_CHILDREN);"
               "print(r.ru_utime+r.ru_stime,r.ru_maxrss)")
    found = []
    for _ in range(ROUNDS):
        begin = time.monotonic()
        told = subprocess.run(
            [sys.executable, "-c", program, server.CTL, "catalog", "build",
             "--out=" + out, text], stdout=subprocess.PIPE, check=True)
        cpu_s, kb = told.stdout.split()
        found.append((time.monotonic() - begin, float(cpu_s), int(kb)))
    wall, cpu_s, kb = [statistics.median(v) for v in zip(*found)]
    print("built in %.2f s, of CPU %.2f s, with %.0f MB at most, into %.0f MB"
          % (wall, cpu_s, kb / 1024, os.path.getsize(out) / 1e6))
    scratch.figure("building 100000 ad groups", wall, "seconds", "<= 2")
    scratch.figure("memory at most while they are built", kb / 1024, "MB")
    scratch.figure("a catalogue's bytes for an ad group",
                   os.path.getsize(out) / GROUPS, "bytes")
    return out


# what is there for each ad group, whatever it shows; beside it are what ad
# groups share, names and lists, and what is shown: ids, markup, pages

OWN = ("ADGROUPS", "CREATIVES", "LOOKS", "KINDS", "PROGRAMS", "VALUES",
       "VALUE_TABLE", "BITS", "POSTINGS")


def sections(catalog):
    info, told = (subprocess.run([server.CTL, "catalog", verb, catalog],
                                 stdout=subprocess.PIPE, check=True)
                  .stdout.decode().splitlines()
                  for verb in ("info", "sections"))
    groups = [int(line.split()[-1]) for line in info
              if line.startswith("ad groups ")][0]
    found = {name: int(size) / groups for name, size in
             (line.split() for line in told)}
    for name, size in sorted(found.items(), key=lambda e: -e[1]):
        if size >= 0.1:
            print("%-13s %7.1f bytes an ad group%s"
                  % (name, size, "" if name in OWN else ", shared or shown"))
    scratch.figure("bytes for an ad group beside shared lists and what is "
                   "shown", sum(found[name] for name in OWN), "bytes",
                   "<= 200")


def memory(pid):
    """Kilobytes of a process: its own, and its part of what is shared."""
    found = {}
    with open("/proc/%d/smaps_rollup" % pid) as f:
        for line in f:
            words = line.split()
            if words[0] in ("Pss:", "Private_Dirty:", "Private_Clean:"):
                found[words[0]] = int(words[1])
    return (found["Private_Dirty:"], found["Pss:"])


def total(nginx):
    return sum(memory(pid)[1] for pid in [nginx.pid()] + nginx.workers())


def ask(nginx, bodies):
    for body in bodies:
        client.once(nginx.port, "POST", "/v1/bid", body,
                    ["Content-Type: application/json"])


def workers(s, catalog):
    """What each worker more takes, of all memory of that nginx."""
    bodies = [b for k in traffic.KINDS for b in traffic.bodies(k, 64)]
    sums = {}
    for n in (1, WORKERS):
        nginx = bench.nginx(s, "workers-%d" % n, catalog, pinned=False,
                            workers=n)
        server.wait_for(lambda: len(nginx.workers()) == n)
        ask(nginx, bodies * n)
        sums[n] = total(nginx)
        dirty = [memory(pid)[0] for pid in nginx.workers()]
        print("%d workers: %.1f MB in all, dirty of each %s KB"
              % (n, sums[n] / 1024, dirty))
        nginx.stop()
    scratch.figure("memory of a worker more",
                   (sums[WORKERS] - sums[1]) / (WORKERS - 1) / 1024, "MB",
                   "<= 5")


def start(s, catalog):
    """From exec to the first bid, the catalogue checked on the way."""
    body = traffic.bodies("one", 1)[0]
    found = []
    for i in range(ROUNDS):
        nginx = server.Nginx(s, "start-%d" % i, catalog, level="warn",
                             http=bench.SETTINGS, daemon="off")
        nginx.write_conf()
        begin = time.monotonic()
        nginx.process = subprocess.Popen(
            nginx.command(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found.append(first_bid(nginx, body, begin) * 1000)
        nginx.stop()
    print("first bid after %s ms" % ", ".join("%.0f" % ms for ms in found))
    scratch.figure("from start to the first bid, 100000 ad groups",
                   statistics.median(found), "milliseconds", "<= 200")


def first_bid(nginx, body, begin):
    while time.monotonic() < begin + 20:
        try:
            if client.once(nginx.port, "POST", "/v1/bid", body, [
                    "Content-Type: application/json"]).status == 200:
                return time.monotonic() - begin
        except (OSError, client.Broken):
            pass
        time.sleep(0.001)
    raise SystemExit("no bid in 20 seconds: " + nginx.log())


def main():
    text = bench.source(GROUPS)
    with scratch.Scratch() as s:
        catalog = build(s, text)
        sections(catalog)
        workers(s, catalog)
        start(s, catalog)


main()
