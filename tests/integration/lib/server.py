"""nginx with the module: configuration, processes, logs."""

import os
import random
import re
import signal
import socket
import subprocess
import time

from case import BUILD, TOP, need

MODULE = os.path.join(BUILD, "ngx_campaign_module.so")
CTL = os.path.join(BUILD, "campaignctl")
READY = os.environ.get("TEST_NGINX_CAMPAIGN_DIR", os.path.join(BUILD, "t"))

COMPLAINTS = re.compile(
    r"\[(?:alert|emerg)\]|ERROR: \w+Sanitizer|runtime error:")

CONF = """
load_module {module};
{user}
worker_processes {workers};
daemon {daemon};
master_process {master};
pid {dir}/nginx.pid;
error_log {dir}/error.log {level};
worker_shutdown_timeout 10s;
env ASAN_OPTIONS;
env UBSAN_OPTIONS;
{env}
{main}

events {{
    worker_connections 1024;
}}

http {{
    access_log off;
    client_body_temp_path {dir}/body;
    proxy_temp_path {dir}/proxy;
    fastcgi_temp_path {dir}/fastcgi;
    uwsgi_temp_path {dir}/uwsgi;
    scgi_temp_path {dir}/scgi;

    keepalive_requests 1000000;
    client_header_buffer_size 8k;

    {campaign}
    {http}

    server {{
        listen 127.0.0.1:{port};
        {server}

        location = /v1/bid {{ campaign_bid; {bid} }}
        location = /health {{ campaign_status health; }}
        location = /ready {{ campaign_status ready; }}
        location = /live {{ campaign_status live; }}
        location = /metrics {{ campaign_metrics; }}
        location = /trivial {{ return 200 "x\\n"; }}
    }}
}}
"""

CAMPAIGN = """
    campaign_catalog {catalog};
    campaign_model {model};
    campaign_keys {keys};
    campaign_notice_url https://ads.example.com;
"""


def free_port():
    """A port below those that the kernel gives to clients."""
    while True:
        port = random.randint(10000, 30000)
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def sanitized():
    """A sanitizer build allocates, and keeps, in its own ways."""
    with open(MODULE, "rb") as f:
        return b"__asan_init" in f.read()


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(function, seconds=10.0):
    """The first true value of function(), or the last false one."""
    end = time.monotonic() + seconds
    while True:
        value = function()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.01)


def children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            return [int(p) for p in f.read().split()]
    except OSError:
        return []


class Nginx:

    def __init__(self, case, name="nginx", catalog=None, **parts):
        self.case = case
        self.binary = (os.environ.get("TEST_NGINX_BINARY")
                       or need("nginx"))
        self.dir = case.path(name)
        os.mkdir(self.dir)
        os.chmod(self.dir, 0o755)
        self.port = free_port()
        self.process = None
        self.forgiven = []
        self.parts = dict(workers=1, daemon="on", master="on", level="notice",
                          env="", main="", http="", server="", bid="",
                          user="user root;" if os.geteuid() == 0 else "")
        self.catalog = catalog or os.path.join(READY, "demo.cat")
        self.parts.update(parts)
        self.parts.setdefault("campaign", CAMPAIGN.format(
            catalog=self.catalog,
            model=os.path.join(READY, "colanet.cxm"),
            keys=os.path.join(READY, "keys")))
        case.later(self.end)

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def write_conf(self, **changes):
        self.parts.update(changes)
        text = CONF.format(module=MODULE, dir=self.dir, port=self.port,
                           **self.parts)
        with open(self.path("nginx.conf"), "w") as f:
            f.write(text)

    def command(self, *more):
        return [self.binary, "-e", self.path("error.log"), "-p", self.dir,
                "-c", self.path("nginx.conf")] + list(more)

    def start(self, env=None):
        self.write_conf()
        environ = dict(os.environ, **(env or {}))
        # nginx takes it for the sockets that it inherits
        environ.pop("NGINX", None)
        with open(self.path("stderr"), "w") as err:
            process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=err, env=environ)
        if self.parts["daemon"] == "on":
            status = process.wait(60)
            if status != 0:
                raise RuntimeError("nginx does not start: "
                                   + self.log() + self.read("stderr"))
        else:
            self.process = process
        if not wait_for(lambda: self.pid() and self.listens()):
            raise RuntimeError("nginx does not listen: " + self.log())
        return self

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def read(self, name):
        try:
            with open(self.path(name), errors="replace") as f:
                return f.read()
        except OSError:
            return ""

    def log(self):
        return self.read("error.log")

    def pid(self, name="nginx.pid"):
        text = self.read(name).strip()
        return int(text) if text.isdigit() else 0

    def workers(self):
        """Workers of the master that are not shutting down."""
        found = []
        for pid in children(self.pid()):
            try:
                with open("/proc/%d/cmdline" % pid) as f:
                    title = f.read()
            except OSError:
                continue
            if "worker process" in title and "shutting down" not in title:
                found.append(pid)
        return found

    def worker(self):
        """The only worker, or the process itself without a master."""
        if self.parts["master"] == "off":
            return self.pid()
        return wait_for(self.workers)[0]

    def signal(self, name):
        os.kill(self.pid(), getattr(signal, "SIG" + name))

    def reload(self):
        """HUP, and only new workers take connections; the old may linger."""
        old = set(children(self.pid()))
        self.signal("HUP")
        return wait_for(lambda: len(self.workers()) == self.parts["workers"]
                        and not old & set(self.workers()))

    def stop(self):
        pid = self.pid()
        if not pid or not alive(pid):
            return True
        for _ in range(100):
            try:
                os.kill(pid, signal.SIGQUIT)
            except ProcessLookupError:
                break
            if wait_for(lambda: self.ended(pid), 0.2):
                return True
        return self.ended(pid)

    def ended(self, pid):
        if self.process is not None and self.process.pid == pid:
            return self.process.poll() is not None
        return not alive(pid)

    def kill(self):
        pid = self.pid()
        for p in children(pid) + [pid]:
            if p and alive(p):
                os.kill(p, signal.SIGKILL)

    def forgive(self, pattern):
        """Complaints in the log that the case provokes."""
        self.forgiven.append(re.compile(pattern))

    def end(self):
        stopped = self.stop()
        self.case.check(stopped, "nginx quits")
        if not stopped:
            self.kill()
        lines = (self.log() + self.read("stderr")).splitlines()
        bad = [l for l in lines if COMPLAINTS.search(l)
               and not any(p.search(l) for p in self.forgiven)]
        self.case.check(not bad, "nothing alarming in the log",
                        "\n".join(bad[:5]))


def campaignctl(*args, **options):
    return subprocess.run([CTL] + list(args), check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          **options).stdout


def demo_lines():
    """The demonstration's entities, one JSON text a line."""
    with open(os.path.join(READY, "campaigns.jsonl")) as f:
        return f.read().splitlines()


def build_catalog(path, lines):
    """Builds, then renames into place, as campaignctl does."""
    with open(path + ".jsonl", "w") as f:
        f.write("\n".join(lines) + "\n")
    campaignctl("catalog", "build", "--out", path, path + ".jsonl")
