"""What proofs of speed share: catalogues, bodies, servers, rounds."""

import os
import statistics
import subprocess

import scratch
import traffic

import case
import client
import cpu
import load
import metrics
import server

GROUPS = 1000

# consent strings are asked for a vendor, as in production

SETTINGS = "campaign_vendor_id %d;" % traffic.VENDOR


def lines(groups, shape):
    """Of the demonstration's catalogue, up to so many ad groups."""
    demo = subprocess.Popen(
        [server.CTL, "catalog", "demo", "--campaigns=%d" % groups,
         "--" + shape], stdout=subprocess.PIPE)
    seen = 0
    for line in demo.stdout:
        if line.startswith(b'{"type":"adgroup"'):
            seen += 1
            if seen > groups:
                break
        yield line
    demo.stdout.close()
    demo.wait()


def source(groups, shape="broad"):
    """The lines of a catalogue, in a file that is kept."""
    path = os.path.join(case.BUILD, "proof", "catalogues",
                        "%s-%d.jsonl" % (shape, groups))
    if not os.path.exists(path) or newer(server.CTL, path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".new", "wb") as f:
            f.writelines(lines(groups, shape))
        os.rename(path + ".new", path)
    return path


def catalogue(groups, shape="broad"):
    """A catalogue of so many ad groups, built once."""
    text = source(groups, shape)
    path = text[:-len("jsonl")] + "cat"
    if not os.path.exists(path) or newer(text, path):
        server.campaignctl("catalog", "build", "--out=" + path, text)
    return path


def newer(one, two):
    return os.stat(one).st_mtime > os.stat(two).st_mtime


def bodies(s):
    """{ kind: file }"""
    found = {k: s.path(k + ".lines") for k in traffic.KINDS}
    for kind, path in found.items():
        traffic.write(kind, path)
    return found


def mixed(s):
    """All kinds in one file, one after another."""
    path = s.path("mixed.lines")
    kinds = [traffic.bodies(k) for k in traffic.KINDS]
    with open(path, "wb") as f:
        f.writelines(b + b"\n" for group in zip(*kinds) for b in group)
    return path


def nginx(s, name="nginx", catalog=None, pinned=True, **parts):
    """One that bids with everything on, its worker on the server's core."""
    parts["http"] = SETTINGS + parts.get("http", "")
    parts.setdefault("level", "warn")
    found = server.Nginx(s, name=name, catalog=catalog or catalogue(GROUPS),
                         **parts).start()
    if pinned:
        cpu.pin(found.worker(), cpu.cores()[0])
    return found


def counted(port, *names):
    """Sums over the labels of these metrics."""
    text = client.once(port, uri="/metrics").body.decode()
    return [metrics.total(text, *(n if isinstance(n, tuple) else (n,)))
            for n in names]


def costs(rounds, seconds, variants):
    """{ name: [load.Result] }: variants take turns, forwards and backwards.

    A variant is (nginx, uri, file of bodies).  What the worker spent on a
    request is put into each result; the first round warms up.
    """
    found = {name: [] for name in variants}
    for i in range(rounds + 1):
        order = list(variants.items())
        for name, (server_, uri, path) in order[::-1] if i % 2 else order:
            worker = server_.worker()
            before = cpu.Cpu(worker)
            r = load.run(server_.port, uri, path,
                         seconds if i else min(seconds, 1))
            after = cpu.Cpu(worker)
            r.us = (after.ns - before.ns) / r.requests / 1000
            ticks = max(after.user - before.user
                        + after.kernel - before.kernel, 1)
            r.user_us = r.us * (after.user - before.user) / ticks
            if i:
                found[name].append(r)
    return found


def median(results, what="us"):
    return statistics.median(getattr(r, what) for r in results)


def spread(results):
    values = [r.us for r in results]
    return "%7.2f us (%.2f to %.2f)" % (statistics.median(values),
                                        min(values), max(values))


def show(name, results):
    # ticks of 10 ms divide only what takes long

    kernel = (", kernel %4.1f" % (median(results) - median(results, "user_us"))
              if scratch.FULL else "")
    print("%-28s %s%s, %7.0f req/s, p50 %4.0f p99 %5.0f us"
          % (name, spread(results), kernel, median(results, "rate"),
             median(results, "p50"), median(results, "p99")))
