"""What a proof works with: a directory, servers that end with it, figures."""

import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "integration", "lib"))

FULL = os.environ.get("FULL") == "1"


class Scratch:
    """Stands in for a test's case: a check that fails ends the proof."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="campaign-proof-")
        os.chmod(self.dir, 0o755)
        self.cleanups = []

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def later(self, function, *args):
        self.cleanups.append((function, args))

    def check(self, condition, title, detail=""):
        if not condition:
            raise SystemExit("%s: no: %s" % (title, detail))
        return True

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        while self.cleanups:
            function, args = self.cleanups.pop()
            function(*args)
        if kind is None:
            shutil.rmtree(self.dir, ignore_errors=True)


def figure(name, value, unit, goal=None, void=None):
    """With a reason in "void" it neither holds nor is missed."""
    found = {"name": name, "figure": round(value, 4), "unit": unit,
             "goal": goal}
    if void:
        found["void"] = void
    print(json.dumps(found), flush=True)
