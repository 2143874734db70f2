"""Builds C programs with the core, as the Makefile does."""

import os
import re
import shlex
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.path.join(TOP, os.environ.get("BUILD") or "build")
WARN = ["-W", "-Wall", "-Wpointer-arith", "-Werror"]


def settings():
    """What deps.mk found out; the caller's environment comes first."""
    found = {}
    try:
        with open(os.path.join(BUILD, "deps.mk")) as f:
            for line in f:
                m = re.match(r"(\w+) *:?= *(.*)", line)
                if m:
                    found[m.group(1)] = m.group(2)
    except OSError:
        pass
    found.update(os.environ)
    return found


def words(name, default=""):
    return shlex.split(settings().get(name) or default)


def compiler():
    """Its name, version and options, as far as they shape what it makes."""
    cc = words("CC", "cc")
    told = subprocess.run(cc + ["--version"], stdout=subprocess.PIPE,
                          check=True).stdout.decode()
    name = "clang" if "clang" in told else "gcc"
    version = subprocess.run(cc + ["-dumpversion"], stdout=subprocess.PIPE,
                             check=True).stdout.decode().strip()
    machine = subprocess.run(cc + ["-dumpmachine"], stdout=subprocess.PIPE,
                             check=True).stdout.decode().split("-")[0]
    return " ".join([name, version, machine] + words("CFLAGS", "-O2 -g"))


def build(out, *sources, core=True):
    """A program, of sources and linker options."""
    os.makedirs(os.path.dirname(out), exist_ok=True)
    library = [os.path.join(BUILD, "libcx.a")] if core else []
    subprocess.run(
        words("CC", "cc") + ["-std=gnu11"] + words("CFLAGS", "-O2 -g") + WARN
        + ["-I."] + words("YYJSON_CFLAGS") + ["-o", out] + list(sources)
        + library + words("YYJSON_LIBS") + ["-lcrypto", "-lmaxminddb", "-lz",
                                            "-lm", "-lpthread"],
        cwd=TOP, check=True)
    return out
