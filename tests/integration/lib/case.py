"""One file, one case: checks that are counted, and the line with the sums."""

import os
import shutil
import sys
import tempfile
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__)))))
BUILD = os.path.abspath(os.path.join(TOP, os.environ.get("BUILD", "build")))


class Skip(Exception):
    pass


class Case:

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.cleanups = []
        self.dir = tempfile.mkdtemp(prefix="campaign-")
        # workers that run as another user have to reach it
        os.chmod(self.dir, 0o755)

    def check(self, condition, title, detail=""):
        if condition:
            self.passed += 1
            print("ok - " + title)
        else:
            self.failed += 1
            print("not ok - " + title + (": %s" % (detail,) if detail else ""))
        sys.stdout.flush()
        return bool(condition)

    def equal(self, got, want, title):
        return self.check(got == want, title,
                          "got %r, expected %r" % (got, want))

    def skip(self, title, reason):
        self.skipped += 1
        print("skip - %s: %s" % (title, reason))

    def later(self, function, *args):
        self.cleanups.append((function, args))

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def finish(self):
        while self.cleanups:
            function, args = self.cleanups.pop()
            try:
                function(*args)
            except Exception:
                self.check(False, "cleaning up", traceback.format_exc())
        if self.failed == 0:
            shutil.rmtree(self.dir, ignore_errors=True)
        else:
            print("the files are in " + self.dir)
        print("%d passed, %d failed, %d skipped"
              % (self.passed, self.failed, self.skipped))
        return 1 if self.failed else 0


def run(function):
    """Runs function(case) and ends the process."""
    case = Case()
    try:
        function(case)
    except Skip as reason:
        case.skip(os.path.basename(sys.argv[0]), reason)
    except Exception:
        case.check(False, "no exception", traceback.format_exc())
    status = case.finish()
    sys.stdout.flush()
    os._exit(status)


def need(command):
    """The path of a command, or the case is skipped."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    found = shutil.which(command, path=path)
    if found is None:
        raise Skip(command + " is not installed")
    return found
