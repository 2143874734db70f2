"""Cores, and the CPU times that the kernel accounts to a process.

A worker is pinned to the first core that is allowed, the load to the last.
"""

import os


def cores():
    """Of the server and of the load, apart if there are two."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def pin(pid, core):
    for task in os.listdir("/proc/%d/task" % pid):
        os.sched_setaffinity(int(task), {core})


class Cpu:
    """Nanoseconds that a process has had, and its ticks by kind."""

    def __init__(self, pid):
        self.ns = 0
        for task in os.listdir("/proc/%d/task" % pid):
            try:
                with open("/proc/%d/task/%s/schedstat" % (pid, task)) as f:
                    self.ns += int(f.read().split()[0])
            except OSError:
                pass
        with open("/proc/%d/stat" % pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        self.user, self.kernel = int(fields[11]), int(fields[12])
