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
    """Nanoseconds that a process has had, and its ticks by kind.

    What its first thread was ready for and had no core is waited_ns.
    """

    def __init__(self, pid):
        self.ns = self.waited_ns = 0
        for task in os.listdir("/proc/%d/task" % pid):
            try:
                with open("/proc/%d/task/%s/schedstat" % (pid, task)) as f:
                    had, waited = f.read().split()[:2]
                self.ns += int(had)
                if int(task) == pid:
                    self.waited_ns = int(waited)
            except OSError:
                pass
        with open("/proc/%d/stat" % pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        self.user, self.kernel = int(fields[11]), int(fields[12])
