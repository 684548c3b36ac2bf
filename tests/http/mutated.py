"""Requests with bytes changed, dropped, doubled and put in, by clients that leave as they like."""
import random

REQUESTS = [
    b"GET /echo?a=1&b=2 HTTP/1.1\r\nHost: t\r\nCookie: a=b; c=d\r\nX: y\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n0123456789GET /fixed HTTP/1.1\r\nHost: t\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5;x=y\r\nhello\r\n0\r\nT: r\r\n\r\n",
    b"POST /small HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 200\r\n\r\n" + b"x" * 200,
    b"GET /echo?" + b"&" * 600 + b" HTTP/1.1\r\nHost: t\r\nCookie: " + b";" * 300 + b"\r\nX: y\r\n\r\n",
    b"HEAD /fixed HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /length HTTP/1.1\r\nHost: t\r\n\r\n",
]
PIECES = [b"\r\n", b" ", b"\t", b"\0", b":", b"\r\n x", b"%zz", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n",
          b"&" * 3000, b";" * 3000, b"A" * 9000]


def mutated(source, chance):
    data = bytearray(source)
    for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
        at, how = chance.randrange(len(data)), chance.random()
        if how < 0.4:
            data[at] = chance.randrange(256)
        elif how < 0.6:
            del data[at:at + chance.randrange(1, 20)]
        elif how < 0.8:
            data[at:at] = chance.choice(PIECES)
        else:
            data[at:at] = data[chance.randrange(len(data)):][:chance.randrange(200)]
        data = data or bytearray(b"\n")
    return bytes(data)


def send(server, count, seed):
    """Some connections stay open for a while, so that later ones meet them."""
    chance, left_open = random.Random(seed), []
    for _ in range(count):
        connection = server.connect()
        connection.socket.settimeout(0.02)
        data = mutated(chance.choice(REQUESTS), chance)
        cut = len(data) if chance.random() < 0.6 else len(data) // 2
        try:
            connection.send(data[:cut]).send(data[cut:])
            how = chance.random()
            if how < 0.3:
                connection.socket.shutdown(1)
            while how < 0.8 and connection.more():
                pass
        except OSError:
            pass
        left_open.append(connection)
        if len(left_open) > 50:
            left_open.pop(chance.randrange(50)).close(reset=chance.random() < 0.5)
    for connection in left_open:
        connection.close()
