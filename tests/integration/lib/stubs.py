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
    """A message from what JSON has.  Left out is what it has no place for,
    and what the reader of JSON takes for absent."""
    for name, given in value.items():
        field = message.DESCRIPTOR.fields_by_name.get(name)
        if field is None or given is None:
            continue
        repeated = field.label == field.LABEL_REPEATED
        given = given if isinstance(given, list) and repeated else [given]
        if field.message_type is None:
            given = [scalar(field, v) for v in given]
            given = [v for v in given if v is not None]
            if repeated:
                getattr(message, name).extend(given)
            elif given:
                setattr(message, name, given[0])
            continue
        for v in given:
            if isinstance(v, dict):
                inner = getattr(message, name)
                inner = inner.add() if repeated else inner
                inner.SetInParent()
                fill(inner, v)
    return message


def scalar(field, value):
    if field.type == field.TYPE_STRING:
        if value is None or isinstance(value, bool):
            return None
        return value if isinstance(value, str) \
            else json.dumps(value, ensure_ascii=False)
    try:
        value = float(value)
    except (TypeError, ValueError):
        return None
    if field.type == field.TYPE_BOOL:
        return bool(int(value))
    return int(value) if field.type == field.TYPE_INT32 else value


# what a request has no place for in protobuf, by message

HOMELESS = {
    "Regs": ["ext.gpp", "ext.gpp_sid"], "Imp": ["ext.rewarded"],
    "Audio": ["poddedupe"], "Content": ["rating"],
    "Data": ["cids", "ext.segtax", "ext.segclass"],
}


def common(descriptor, value):
    """A request in JSON without what protobuf cannot say; flags are 0 or 1."""
    value = dict(value)
    for path in HOMELESS.get(descriptor.name, ()):
        inner, _, name = path.rpartition(".")
        if not inner:
            value.pop(name, None)
        elif isinstance(value.get(inner), dict):
            value[inner] = {k: v for k, v in value[inner].items()
                            if k != name}
    for name, given in value.items():
        field = descriptor.fields_by_name.get(name)
        if field is None:
            continue
        if field.message_type is not None:
            if isinstance(given, list):
                value[name] = [common(field.message_type, v)
                               if isinstance(v, dict) else v for v in given]
            elif isinstance(given, dict):
                value[name] = common(field.message_type, given)
        elif field.type == field.TYPE_BOOL \
                and scalar(field, given) is not None:
            value[name] = int(scalar(field, given))
    return value


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
