"""One request through every door, and its answer as if it had been JSON."""

import gzip
import json
import os
import struct
from decimal import Decimal

import case
import client
import h2
import protobuf
import server

PROTOBUF = "Content-Type: application/x-protobuf"
CALL = "/campaign.BiddingService/ProcessBid"
SCHEMA = os.path.join(case.TOP, "schema", "openrtb.proto")
HTTP2 = """
    server {
        listen 127.0.0.1:%d http2;
        location = /v1/bid { campaign_bid; }
        location /campaign.BiddingService/ { campaign_grpc; }
    }"""


class Number(json.JSONEncoder):
    """Decimals as they are written."""

    def default(self, value):
        return float(value) if isinstance(value, Decimal) \
            else json.JSONEncoder.default(self, value)


class Doors:

    def __init__(self, c, **parts):
        port = server.free_port()
        self.nginx = server.Nginx(c, http=HTTP2 % port, **parts).start()
        self.one = client.Connection(self.nginx.port)
        self.two = h2.Connection(port)
        self.schema = protobuf.Schema(SCHEMA)
        c.later(self.one.close)
        c.later(self.two.close)

    def plain(self, body):
        return self.one.bid(body)

    def gzipped(self, body):
        return self.one.bid(gzip.compress(body), "Content-Encoding: gzip")

    def gzipped_unsaid(self, body):
        return self.one.bid(gzip.compress(body))

    def gzipped_by_query(self, body):
        return self.one.request("POST", "/v1/bid?gzip=1",
                                gzip.compress(body))

    def chunked(self, body):
        """In pieces of odd sizes, each in a write of its own."""
        self.one.send(b"POST /v1/bid HTTP/1.1\r\nHost: localhost\r\n"
                      b"Content-Type: application/json\r\n"
                      b"Transfer-Encoding: chunked\r\n\r\n")
        for i in range(0, len(body), 997):
            piece = body[i:i + 997]
            self.one.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.one.send(b"0\r\n\r\n")
        return self.one.answer()

    def http2(self, body):
        stream = self.two.post(body, 500)
        self.two.finish(stream)
        found = self.two.streams.pop(stream)
        return client.Answer(found["status"], {}, found["body"])

    def message(self, body):
        """A native request that is an object has a member of its own."""
        request = json.loads(body)
        imps = request.get("imp")
        for imp in imps if isinstance(imps, list) else [imps]:
            native = imp.get("native")
            if native and isinstance(native.get("request"), dict):
                native["request_native"] = native.pop("request")
        return self.schema.encode("BidRequest", request)

    def read(self, data):
        return self.schema.decode("BidResponse", data)

    def protobuf(self, body):
        answer = self.one.bid(self.message(body), PROTOBUF)
        if answer.status == 200:
            answer.body = json.dumps(self.read(answer.body),
                                     cls=Number).encode()
        return answer

    def grpc(self, body):
        """No bid is a message without one."""
        data = self.message(body)
        stream = self.two.open(uri=CALL, headers=[
            ("content-type", "application/grpc"), ("te", "trailers")])
        self.two.data(stream, struct.pack(">BI", 0, len(data)) + data, True)
        self.two.finish(stream)
        found = self.two.streams.pop(stream)
        status, answer = found["status"], found["body"]
        if status != 200 or len(answer) < 5:
            return client.Answer(status or 500, {}, b"no message")
        zipped, size = struct.unpack(">BI", answer[:5])
        assert not zipped and size == len(answer) - 5, "one whole message"
        response = self.read(answer[5:])
        if not response.get("seatbid"):
            return client.Answer(204, {}, b"")
        return client.Answer(200, {}, json.dumps(response,
                                                 cls=Number).encode())


ALL = (("JSON", Doors.plain), ("gzip", Doors.gzipped),
       ("gzip that no header tells of", Doors.gzipped_unsaid),
       ("gzip that the query tells of", Doors.gzipped_by_query),
       ("chunks", Doors.chunked), ("HTTP/2", Doors.http2),
       ("protobuf", Doors.protobuf), ("gRPC", Doors.grpc))
