#!/usr/bin/env python3
"""A worker's memory stays as it is; a sanitizer build finds nothing lost."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server
import varied

ROUND = 3000


def private(pid):
    """Kilobytes that are the process's own."""
    with open("/proc/%d/smaps_rollup" % pid) as f:
        return sum(int(l.split()[1]) for l in f
                   if l.startswith(("Private_Clean:", "Private_Dirty:")))


def send(port, texts, count):
    conn = client.Connection(port)
    for i in range(count):
        conn.bid(texts[i % len(texts)])
        if conn.closing or i % 100 == 99:
            conn.close()
            conn = client.Connection(port)
    conn.close()


def grows(c, texts):
    if server.sanitized():
        raise case.Skip("a sanitizer keeps what is freed")
    nginx = server.Nginx(c, "memory").start()
    worker = nginx.worker()
    send(nginx.port, texts, ROUND)
    before = private(worker)
    send(nginx.port, texts, 2 * ROUND)
    after = private(worker)
    print("# %d kB, then %d kB" % (before, after))
    c.check(after - before < 64,
            "memory after %d and after %d requests" % (ROUND, 3 * ROUND),
            "%d kB and %d kB" % (before, after))
    c.check(nginx.stop(), "the worker ends")


def lost(c, texts):
    """LeakSanitizer, when nginx and module were built with it."""
    if not server.sanitized():
        raise case.Skip("this is no sanitizer build (make asan)")
    nginx = server.Nginx(c, "lost", daemon="off", master="off")

    # nginx frees its cycle at the end and leaves these to the system: whether
    # they are found depends on what the stack still has of them

    with open(nginx.path("suppressions"), "w") as f:
        f.write("leak:ngx_event_process_init\n")
    nginx.start(env={
        "ASAN_OPTIONS": "detect_odr_violation=0:detect_leaks=1",
        "LSAN_OPTIONS": "print_suppressions=0:suppressions="
                        + nginx.path("suppressions")})
    send(nginx.port, texts, 300)
    c.check(nginx.stop(), "the process ends")
    text = nginx.log() + nginx.read("stderr")
    c.check("LeakSanitizer" not in text, "nothing is lost",
            text[text.find("LeakSanitizer"):][:3000])
    nginx.forgive("LeakSanitizer")


def main(c):
    texts = [bodies.text(r) for r in varied.requests(500, seed=5)]
    texts += [t[:len(t) // 2] for t in texts[:50]]
    for title, part in ("memory of a worker", grows), ("LeakSanitizer", lost):
        try:
            part(c, texts)
        except case.Skip as reason:
            c.skip(title, reason)


case.run(main)
