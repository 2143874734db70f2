"""The exchange simulator, a bidder that answers as it is told, and a sink."""

import http.server
import json
import os
import subprocess
import threading

from case import BUILD, Skip

BINARY = os.path.join(BUILD, "exchange")


class Run:
    """One run of the simulator: its status, report, output and errors."""

    def __init__(self, url, *options, timeout=120):
        if not os.path.exists(BINARY):
            raise Skip("there is no " + BINARY)
        p = subprocess.run(
            [BINARY, "--url=" + url, "--market=exchange", "--sleep", "--json"]
            + list(options), stdin=subprocess.DEVNULL, timeout=timeout,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.status = p.returncode
        self.error = p.stderr
        self.report = json.loads(p.stdout) if p.stdout else None

    @property
    def market(self):
        return self.report["market"]

    def shown(self):
        return [(f["rule"], f["detail"]) for f in
                self.market["shown_faults"]] if self.report else self.error


def lines(path):
    with open(path) as f:
        return [json.loads(line) for line in f]


def write_lines(path, values):
    with open(path, "w") as f:
        for value in values:
            f.write(json.dumps(value, separators=(",", ":")) + "\n")
    return path


class Server:
    """answer(method, path, body) is (status, headers, body)."""

    def __init__(self, case, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def reply(self):
                size = int(self.headers.get("Content-Length") or 0)
                status, headers, body = answer(self.command, self.path,
                                               self.rfile.read(size))
                head = ["HTTP/1.1 %d x" % status]
                head += ["%s: %s" % h for h in headers]
                if status != 204:
                    head.append("Content-Length: %d" % len(body))
                self.wfile.write(("\r\n".join(head) + "\r\n\r\n").encode()
                                 + body)

            do_GET = do_POST = reply

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = "127.0.0.1:%d" % self.http.server_address[1]
        self.url = "http://%s/bid" % self.address
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        case.later(self.http.shutdown)


class Sink(Server):
    """Keeps the paths of what it is told, in their order."""

    def __init__(self, case):
        self.paths = []
        self.lock = threading.Lock()
        super().__init__(case, self.take)

    def take(self, method, path, body):
        with self.lock:
            self.paths.append(path)
        return 204, [], b""
