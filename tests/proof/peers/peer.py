"""What is bid from, those who bid, and whether they bid the same."""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))

sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "integration", "lib"))

import bench
import case
import client
import compiled
import server

ADGROUPS = 1000
CAMPAIGNS = 546

# of the demonstration, what the peers are not written for
SHOWCASE = {"c13", "c14", "c15", "c16", "c17"}


def lines():
    """A thousand ad groups of the demonstration, with one creative each:
    of two that are equally good a bidder takes either."""
    kept, groups, creatives = [], set(), set()
    for text in server.campaignctl("catalog", "demo", "--campaigns=%d"
                                   % CAMPAIGNS).decode().splitlines():
        line = json.loads(text)
        kind = line["type"]
        if kind in ("supply", "rates"):
            continue
        if kind == "campaign" and line["id"] in SHOWCASE:
            continue
        if kind == "adgroup":
            if line["campaign"] in SHOWCASE or len(groups) == ADGROUPS:
                continue
            groups.add(line["id"])
        if kind == "creative":
            if line["adgroup"] not in groups or line["adgroup"] in creatives:
                continue
            creatives.add(line["adgroup"])
        kept.append(text)
    return kept


def export(directory):
    return compiled.build(os.path.join(directory, "export"),
                          os.path.join(HERE, "export.c"),
                          os.path.join(HERE, "export_model.c"),
                          *compiled.words("SAN"))


class Material:
    """A catalogue, a model, and both as the peers read them."""

    def __init__(self, directory):
        self.catalog = os.path.join(directory, "peers.cat")
        self.model = os.path.join(directory, "peers.cxm")
        self.json = os.path.join(directory, "peers.json")
        server.build_catalog(self.catalog, lines())
        with open(self.json, "wb") as f:
            subprocess.run([export(directory), self.catalog,
                            os.path.join(TOP, "conf", "model",
                                         "colanet.cxm"), self.model],
                           stdout=f, check=True)

    def nginx(self, s, **parts):
        """The module, on the same."""
        return bench.nginx(s, catalog=self.catalog,
                           campaign=server.CAMPAIGN.format(
                               catalog=self.catalog, model=self.model,
                               keys=os.path.join(server.READY, "keys")),
                           **parts)


LUA = """
load_module {modules}/ndk_http_module.so;
load_module {modules}/ngx_http_lua_module.so;
{user}
worker_processes 1;
pid {dir}/nginx.pid;
error_log {dir}/error.log warn;

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

    keepalive_requests 100000000;
    client_header_buffer_size 8k;
    client_body_buffer_size 16k;

    lua_package_path "{here}/lua/?.lua;/usr/share/lua/5.1/?.lua;;";

    init_by_lua_block {{
        bidder = require "bidder"
        bidder.start("{json}")
    }}

    server {{
        listen 127.0.0.1:{port};

        location = /v1/bid {{
            content_by_lua_block {{ bidder.serve() }}
        }}
    }}
}}
"""

MODULES = "/usr/lib/nginx/modules"


class Peer:
    """A process that listens on a port and bids."""

    def __init__(self, material, directory):
        self.port = server.free_port()
        self.dir = os.path.join(directory, self.name)
        os.mkdir(self.dir)
        self.log = open(os.path.join(self.dir, "stderr"), "wb")
        self.process = subprocess.Popen(
            self.command(material), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=self.log,
            env=dict(os.environ, **self.env))
        if not server.wait_for(self.listens, 30):
            self.stop()
            raise RuntimeError("%s does not listen: %s"
                               % (self.name, self.complaints()))

    def listens(self):
        try:
            client.socket.create_connection(("127.0.0.1", self.port),
                                            1).close()
            return True
        except OSError:
            return False

    def complaints(self):
        with open(os.path.join(self.dir, "stderr"), errors="replace") as f:
            return f.read()[-2000:]

    def worker(self):
        return self.process.pid

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Lua(Peer):
    name, goal, env = "Lua", 7, {}

    @staticmethod
    def absent():
        for path in (MODULES + "/ngx_http_lua_module.so",
                     MODULES + "/ndk_http_module.so",
                     "/usr/share/lua/5.1/resty/core.lua",
                     "/usr/lib/*/lua/5.1/cjson.so"):
            if not glob.glob(path):
                return path + " is not there"
        return None

    def command(self, material):
        conf = os.path.join(self.dir, "nginx.conf")
        with open(conf, "w") as f:
            f.write(LUA.format(
                modules=MODULES, dir=self.dir, port=self.port, here=HERE,
                json=material.json,
                user="user root;" if os.geteuid() == 0 else ""))
        return [case.need("nginx"), "-e", os.path.join(self.dir, "error.log"),
                "-p", self.dir, "-c", conf, "-g", "daemon off;"]

    def complaints(self):
        with open(os.path.join(self.dir, "error.log"), errors="replace") as f:
            return f.read()[-2000:]

    def worker(self):
        return server.wait_for(lambda: server.children(self.process.pid))[0]


class Go(Peer):
    """One thread runs Go at a time; its collector may use more memory than by
    default, and runs less often for it."""

    name, goal = "Go", 7
    env = {"GOMAXPROCS": "1", "GOGC": "400"}
    need = (1, 21)

    @classmethod
    def absent(cls):
        if shutil.which("go") is None:
            return "there is no go in PATH"
        told = subprocess.run(["go", "env", "GOVERSION"],
                              stdout=subprocess.PIPE).stdout.decode()
        found = re.match(r"go(\d+)\.(\d+)", told)
        if not found or tuple(map(int, found.groups())) < cls.need:
            return "go is not %d.%d or newer" % cls.need
        return None

    def command(self, material):
        out = os.path.join(self.dir, "peer")
        subprocess.run(["go", "build", "-o", out, "."], check=True,
                       cwd=os.path.join(HERE, "go"),
                       env=dict({"GOCACHE": os.path.join(self.dir, "cache")}
                                if "HOME" not in os.environ else {},
                                **dict(os.environ, GOTOOLCHAIN="local",
                                       GOFLAGS="", GOPROXY="off")))
        return [out, str(self.port), material.json]


class Node(Peer):
    """What lives as long as a request has room enough to die young."""

    name, goal, env = "Node", 14, {}
    need = 18

    @classmethod
    def absent(cls):
        if shutil.which("node") is None:
            return "there is no node in PATH"
        told = subprocess.run(["node", "--version"],
                              stdout=subprocess.PIPE).stdout.decode()
        found = re.match(r"v(\d+)\.", told)
        if not found or int(found.group(1)) < cls.need:
            return "node is not %d or newer" % cls.need
        return None

    def command(self, material):
        return ["node", "--max-semi-space-size=64",
                os.path.join(HERE, "node", "main.js"), str(self.port),
                material.json]


PEERS = [Lua, Go, Node]


class Bids:
    """Of an answer: { (imp, deal): what is bid }, and its length."""

    def __init__(self, answer):
        self.size = len(answer.body)
        self.bids = {}
        if answer.status not in (200, 204):
            self.bids = {"status": answer.status}
        seats = answer.json()["seatbid"] if answer.status == 200 else ()
        for seat in seats:
            for b in seat["bid"]:
                self.bids[b["impid"], b.get("dealid")] = (
                    b["cid"], b["crid"], round(b["price"] * 1e6),
                    seat["seat"], b["w"], b["h"], b["exp"], b["mtype"],
                    b["adomain"], b["cat"], b.get("attr"), b.get("protocol"),
                    b.get("dur"))


def answers(port, bodies):
    conn = client.Connection(port)
    found = [Bids(conn.bid(body)) for body in bodies]
    conn.close()
    return found


class Asked:
    """What one bidder answers to some bodies, for others to be held against.

    Ad groups have their hours: what is compared is of the same ones.
    """

    def __init__(self, port, bodies):
        self.port, self.bodies = port, bodies
        self.ask()

    def ask(self):
        self.hour = quarter()
        self.answers = answers(self.port, self.bodies)

    def beside(self, port):
        """Its answers and those of the one at that port."""
        while True:
            if quarter() != self.hour:
                self.ask()
            found = answers(port, self.bodies)
            if quarter() == self.hour:
                return self.answers, found


def quarter():
    return int(time.time() // 900)
