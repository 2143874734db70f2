"""schema/*.proto through protoc and the protobuf library that exists."""

import importlib
import json
import os
import subprocess
import sys

import case

SYSTEM = "/usr/bin/python3"


def have():
    """Goes on under the Python that has grpc, or the case is skipped."""
    try:
        import google.protobuf                  # noqa: F401
        import grpc                             # noqa: F401
        return
    except ImportError:
        pass
    if os.path.realpath(sys.executable) == os.path.realpath(SYSTEM) \
            or subprocess.run([SYSTEM, "-c", "import grpc, google.protobuf"],
                              stderr=subprocess.DEVNULL).returncode != 0:
        raise case.Skip("python3-grpcio and python3-protobuf are not there")
    os.execv(SYSTEM, [SYSTEM] + sys.argv)


def load(c):
    """The modules openrtb_pb2 and bidding_pb2."""
    protoc = case.need("protoc")
    schema = os.path.join(case.TOP, "schema")
    out = c.path("stubs")
    os.mkdir(out)
    subprocess.run([protoc, "-I", schema, "--python_out", out,
                    os.path.join(schema, "openrtb.proto"),
                    os.path.join(schema, "bidding.proto")], check=True)
    sys.path.append(out)
    return (importlib.import_module("openrtb_pb2"),
            importlib.import_module("bidding_pb2"))


def fill(message, value):
    """A message from what JSON has; what it has no place for is left out."""
    for name, given in value.items():
        field = message.DESCRIPTOR.fields_by_name.get(name)
        if field is None or given is None:
            continue
        repeated = field.label == field.LABEL_REPEATED
        if repeated and not isinstance(given, list):
            given = [given]
        if field.message_type is None:
            values = [scalar(field, v) for v in given if v is not None] \
                if repeated else scalar(field, given)
            if repeated:
                getattr(message, name).extend(values)
            else:
                setattr(message, name, values)
        elif repeated:
            for v in given:
                if isinstance(v, dict):
                    fill(getattr(message, name).add(), v)
        elif isinstance(given, dict):
            inner = getattr(message, name)
            inner.SetInParent()
            fill(inner, given)
    return message


def scalar(field, value):
    if field.type == field.TYPE_STRING:
        return value if isinstance(value, str) \
            else json.dumps(value, ensure_ascii=False)
    if field.type == field.TYPE_BOOL:
        return bool(int(value))
    if field.type == field.TYPE_INT32:
        return int(float(value))
    return float(value)


def plain(message):
    """As JSON would have it."""
    found = {}
    for field, value in message.ListFields():
        repeated = field.label == field.LABEL_REPEATED
        if field.message_type is not None:
            value = [plain(v) for v in value] if repeated else plain(value)
        elif repeated:
            value = list(value)
        elif field.type == field.TYPE_BOOL:
            value = int(value)
        found[field.name] = value
    return found


class Service:
    """campaign.BiddingService by its calls."""

    def __init__(self, c, port, openrtb, bidding, **options):
        import grpc
        self.channel = grpc.insecure_channel("127.0.0.1:%d" % port,
                                             **options)
        c.later(self.channel.close)
        request = openrtb.BidRequest.SerializeToString
        response = openrtb.BidResponse.FromString
        name = "/campaign.BiddingService/"
        self.process = self.channel.unary_unary(name + "ProcessBid", request,
                                                response)
        self.stream = self.channel.stream_stream(name + "StreamBids", request,
                                                 response)
        self.raw = self.channel.unary_unary(name + "ProcessBid")
        self.unknown = self.channel.unary_unary(name + "Nothing", request,
                                                response)
        ask = bidding.HealthCheckRequest.SerializeToString
        told = bidding.HealthCheckResponse.FromString
        self.health = self.channel.unary_unary(name + "HealthCheck", ask,
                                               told)
        self.standard = self.channel.unary_unary(
            "/grpc.health.v1.Health/Check", ask, told)
