"""One request through every door that takes JSON."""

import gzip

JSON = "Content-Type: application/json"


def plain(conn, port, body):
    return conn.bid(body)


def gzipped(conn, port, body):
    return conn.bid(gzip.compress(body), "Content-Encoding: gzip")


def gzipped_unsaid(conn, port, body):
    return conn.bid(gzip.compress(body))


def gzipped_by_query(conn, port, body):
    return conn.request("POST", "/v1/bid?gzip=1", gzip.compress(body))


def chunked(conn, port, body):
    """In pieces of odd sizes, each in a write of its own."""
    conn.send(("POST /v1/bid HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
               "Transfer-Encoding: chunked\r\n\r\n" % JSON).encode())
    for i in range(0, len(body), 997):
        piece = body[i:i + 997]
        conn.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    conn.send(b"0\r\n\r\n")
    return conn.answer()


ALL = (("JSON", plain), ("gzip", gzipped),
       ("gzip that no header tells of", gzipped_unsaid),
       ("gzip that the query tells of", gzipped_by_query),
       ("chunks", chunked))
