#!/usr/bin/env python3
"""The server over real sockets: what clients may do, what they must not, and what becomes of both.

usage: test_server.py ECHO_SERVER [name of a test ...]"""
import os
import ssl
import subprocess
import sys
import threading
import time

import mutated
from client import Connection, Server

MIB = 1024 * 1024


def digest(data):
    total = 14695981039346656037
    for byte in data:
        total = ((total ^ byte) * 1099511628211) % (1 << 64)
    return f"{total:016x}"


def chunks(*pieces):
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


# --- what a request is ---

def request__is_handed_over_as_sent():
    with Server() as server:
        said = server.ask("/%E5%8D%95%E4%BD%8D/a+b?x=1&y=%20&x=2", headers=["X-Word: \t two words ", "x-word: again"])
        assert said.status == 200 and said.method == "GET" and said.peer == "127.0.0.1"
        assert said.path == "/%E5%8D%95%E4%BD%8D/a+b" and said.query == "x=1&y=%20&x=2"
        assert "header X-Word=two words\nheader x-word=again\n" in said.text
        assert said.secure == "0" and said.bytes == "0" and said.too_large == "0"
        assert server.ask("http://elsewhere/a/b?c").text.split("\n")[1:3] == ["path /a/b", "query c"]
        assert server.ask("/a?b?c").query == "b?c"
        assert server.ask("/a", method="PUT").method == "OTHER"


def request__over_ipv6_has_its_peer():
    with Server(address="::1") as server:
        with server.connect(address="::1") as connection:
            assert connection.ask("/echo").peer == "::1"


def head__has_headers_only():
    with Server() as server, server.connect() as connection:
        for path, length in ("/bytes/5000", "5000"), ("/file/70000", "70000"), ("/fixed", "30"):
            said = connection.ask(path, method="HEAD")
            assert said.status == 200 and said.headers["content-length"] == length
        assert connection.ask("/bytes/3").text == "abc"


def answer__of_each_kind_is_whole():
    with Server() as server, server.connect() as connection:
        letters = "abcdefghijklmnopqrstuvwxyz" * 100000
        assert connection.ask("/bytes/1000000").text == letters[:1000000]
        assert connection.ask("/file/1000000").text == letters[:1000000]
        assert connection.ask("/file/0").text == ""
        assert connection.ask("/fixed").text == "these bytes are of the program"
        assert connection.ask("/body", method="POST", body=b"\0\xff").body == b"\0\xff"
        for status in 204, 304, 404, 503:
            assert connection.ask(f"/status/{status}").status == status
        assert connection.ask("/bad-header").status == 500
        assert connection.ask("/status/99").status == 500


# --- bodies ---

def body__up_to_its_bound_is_whole():
    with Server(body_max=2 * MIB) as server, server.connect() as connection:
        data = bytes(range(251)) * (2 * MIB // 251 + 1)
        for length in 0, 1, 65536, MIB - 1, MIB, MIB + 1, 2 * MIB:
            said = connection.ask("/body", method="POST", body=data[:length])
            assert said.status == 200 and said.body == data[:length], length
            said = connection.send("POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n",
                                   chunks(data[:length // 2], data[length // 2:length]) if length > 1 else chunks()).answer()
            assert said.body == data[:length if length > 1 else 0], length
        assert connection.ask("/small", method="POST", body=data[:100]).digest == digest(data[:100])


def body__beyond_its_bound_is_refused_before_it_comes():
    with Server(body_max=2 * MIB) as server:
        for path, method, length in (("/echo", "POST", 2 * MIB + 1), ("/small", "POST", 101), ("/echo", "GET", 1),
                                     ("/echo", "POST", 10 ** 18), ("/echo", "PUT", 1)):
            with server.connect() as connection:
                connection.send(f"{method} {path} HTTP/1.1\r\nHost: t\r\nContent-Length: {length}\r\n\r\n")
                said = connection.answer()
                assert said.status == 413 and said.too_large == "1" and said.bytes == "0", said.text
                assert said.headers["connection"] == "close" and connection.closed()
    with Server() as server, server.connect() as connection:
        connection.send(f"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: {64 * MIB + 1}\r\n\r\n")
        assert connection.answer().status == 413


def body__in_chunks_is_counted():
    head = "POST /small HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Server() as server:
        with server.connect() as connection:
            assert connection.send(head, chunks(b"x" * 60, b"y" * 40)).answer().bytes == "100"
            said = connection.send(head, chunks(b"x" * 60, b"y" * 41)).answer()
            assert said.status == 413 and said.bytes == "0"
            assert connection.ask("/echo").status == 200
        with server.connect() as connection:
            connection.send(head)
            try:
                for _ in range(100):
                    connection.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            except (ConnectionResetError, BrokenPipeError):
                pass
            assert connection.closed()


def body__too_large_is_told_to_who_sends_it_all_first():
    with Server(body_max=MIB) as server, server.connect() as connection:
        connection.send(f"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: {20 * MIB}\r\n\r\n")
        time.sleep(0.2)  # the answer is under way, and the server has closed
        for _ in range(20):
            connection.send(b"x" * MIB)
        assert connection.answer().status == 413 and connection.closed()


def body__that_is_large_needs_no_memory():
    with Server() as server, server.connect() as connection:
        before = server.memory_kb("VmHWM")
        data = os.urandom(MIB) * 20
        descriptors = server.descriptors()
        connection.send(f"POST /length HTTP/1.1\r\nHost: t\r\nContent-Length: {len(data)}\r\n\r\n", data[:10 * MIB])
        server.until(connections=2)
        assert os.listdir(server.spool) == [], "the file must have no name"
        said = connection.send(data[10 * MIB:]).answer()
        assert said.bytes == str(len(data)), said.text
        grown = server.memory_kb("VmHWM") - before
        print(f"    20 MB upload: VmHWM grew by {grown} kB")
        assert grown < 4096 or sanitized()
        assert connection.ask("/echo", method="POST", body=data[:3 * MIB]).digest == digest(data[:3 * MIB])
        server.until(connections=2)
        assert server.descriptors() <= descriptors + 1, "files stay open"


def body__leaves_no_file_after_kill_9():
    with Server() as server, server.connect() as connection:
        connection.send(f"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: {20 * MIB}\r\n\r\n", b"x" * 5 * MIB)
        server.until(connections=2)
        server.process.kill()
        server.process.wait()
        assert os.listdir(server.spool) == []


def body__without_room_on_disk_is_told():
    with Server(spool="/nonexistent") as server:
        with server.connect() as connection:
            connection.send(f"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: {2 * MIB}\r\n\r\n")
            assert connection.answer().status == 507
        assert server.ask("/echo", method="POST", body=b"small").bytes == "5"


def body__of_many_stays_within_the_memory_of_all():
    with Server() as server:
        before = server.memory_kb("VmHWM")
        connections = [server.connect() for _ in range(64)]
        for connection in connections:
            connection.send(f"POST /length HTTP/1.1\r\nHost: t\r\nContent-Length: {MIB}\r\n\r\n", b"x" * (MIB - 1))
        for connection in connections:
            assert connection.send(b"y").answer().bytes == str(MIB)
            connection.close()
        grown = server.memory_kb("VmHWM") - before
        print(f"    64 bodies of 1 MiB: VmHWM grew by {grown} kB")
        assert grown < 16 * 1024 or sanitized()


# --- heads ---

def head__up_to_its_bounds_is_taken():
    with Server() as server:
        assert server.ask("/echo", headers=[f"X-{i}: v" for i in range(99)]).status == 200
        assert server.ask("/echo", headers=[f"X-{i}: v" for i in range(100)]).status == 431
        assert server.ask("/echo", headers=["X: " + "v" * (16 * 1024 - 100)]).status == 200
        assert server.ask("/echo", headers=["X: " + "v" * (16 * 1024)]).status == 431
        assert server.ask("/echo", headers=["X: " + "v" * (60 * 1024)]).status == 431
        assert server.ask("/" + "p" * (60 * 1024)).status in (414, 431)
        assert server.ask("/echo?" + "&" * 15000).query == "&" * 15000


def head__that_is_wrong_is_refused():
    cases = {
        400: ["GET /echo HTTP/1.1\r\n\r\n", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
              "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: abc\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length : 5\r\n\r\nhello",
              "GET /echo HTTP/1.1\r\nHost: t\r\nX Y: z\r\n\r\n", "GET /echo HTTP/1.1\r\nHost: t\r\nno colon\r\n\r\n",
              "GET /echo HTTP/1.1\r\nHost: t\r\nX: a\x01b\r\n\r\n", "GET echo HTTP/1.1\r\nHost: t\r\n\r\n",
              "GET /a\x7fb HTTP/1.1\r\nHost: t\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
        501: ["POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
        505: ["GET /echo HTTP/2.0\r\nHost: t\r\n\r\n", "GET /echo HTTP/0.9\r\nHost: t\r\n\r\n"],
    }
    with Server() as server:
        for status, requests in cases.items():
            for request in requests:
                with server.connect() as connection:
                    found = connection.send(request).line().split(" ")[1]
                    assert found == str(status), f"{request!r}: {found}"
        for request in "\x16\x03\x01\x02\r\n\r\n", "GET\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET / HT", "GET / HTTP/1.1\r\nX: ":
            with server.connect() as connection:  # some are closed only when they have been silent
                connection.send(request).socket.shutdown(1)
                connection.socket.settimeout(0.2)
                try:
                    while connection.more():
                        pass
                except (TimeoutError, ConnectionResetError):
                    pass
        cookies = "GET /echo HTTP/1.1\r\nHost: t\r\nCookie: " + ";" * 15000 + "\r\n\r\n"
        for _ in range(100):
            with server.connect() as connection:
                connection.send(cookies)
                assert connection.line().split(" ")[1] in ("200", "431")
        assert server.ask("/echo").status == 200


def head__with_bytes_changed_harms_nobody():
    with Server(workers=2) as server:
        mutated.send(server, 500, seed=1)
        assert server.ask("/echo").status == 200


def expect__is_answered_before_the_body():
    head = "POST /{} HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n"
    with Server(body_max=1000) as server:
        with server.connect() as connection:
            assert connection.send(head.format("echo", 5)).answer().status == 100
            assert connection.send("hello").answer().bytes == "5"
            assert connection.ask("/echo").status == 200
        with server.connect() as connection:
            assert connection.send(head.format("echo", 1001)).answer().status == 413
            assert connection.closed()


# --- connections ---

def connection__is_kept():
    with Server() as server, server.connect() as connection:
        for i in range(200):
            assert connection.ask(f"/echo?{i}").query == str(i)
        assert server.stats().number("connections") == 2
        connection.send("GET /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
        assert connection.answer().headers["connection"] == "close" and connection.closed()
        with server.connect() as old:
            assert old.send("GET /echo HTTP/1.0\r\n\r\n").answer().status == 200 and old.closed()
        with server.connect() as old:
            for _ in range(2):
                old.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                assert old.answer().headers["connection"].lower() == "keep-alive"


def pipelined__requests_are_answered_in_order():
    with Server() as server, server.connect() as connection:
        request = "POST /{} HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc"
        connection.send("".join(request.format(f"sleep/{30 - i}" if i % 2 else f"echo?{i}") for i in range(30)))
        for i in range(30):
            said = connection.answer()
            assert said.text == "slept" if i % 2 else said.query == str(i) and said.bytes == "3"


def half_closed__client_gets_its_answer():
    with Server() as server:
        for request in ("GET /sleep/50 HTTP/1.1\r\nHost: t\r\n\r\n",
                        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 200000\r\n\r\n" + "x" * 200000):
            with server.connect() as connection:
                connection.send(request)
                connection.socket.shutdown(1)
                assert connection.answer().status == 200


def client__that_is_gone_harms_nobody():
    with Server(workers=4) as server:
        descriptors = server.descriptors()
        for reset in False, True:
            gone = [server.connect().send("GET /gate HTTP/1.1\r\nHost: t\r\n\r\n") for _ in range(3)]
            server.until(at_gate=3)
            for connection in gone:
                connection.close(reset)
            with server.connect() as half:
                half.send(f"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: {3 * MIB}\r\n\r\n", b"x" * 2 * MIB)
                half.close(reset)
            with server.connect() as reader:
                reader.send("GET /bytes/8000000 HTTP/1.1\r\nHost: t\r\n\r\n").take(1000)
                reader.close(reset)
            assert server.ask("/open/3").status == 200
            server.until(connections=1, in_work=1, in_queue=0)
        assert server.descriptors() <= descriptors + 2


def concurrent__clients_are_all_answered():
    with Server(workers=16) as server:
        counts, faults = [0] * 64, []

        def client(number):
            try:
                with server.connect() as connection:
                    for i in range(50):
                        said = connection.ask("/sleep/2" if i % 2 else f"/echo?{number}-{i}")
                        counts[number] += said.text == "slept" if i % 2 else said.query == f"{number}-{i}"
            except Exception as fault:  # told by the main thread
                faults.append(fault)

        threads = [threading.Thread(target=client, args=[number]) for number in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults and counts == [50] * 64, (faults, counts)
        assert server.stats().number("requests") == 64 * 50 + 1


def memory__of_answers_is_used_again():
    with Server(workers=8) as server:
        for _ in range(2):
            clients = [server.connect() for _ in range(16)]
            for _ in range(10):
                for connection in clients:
                    connection.send("GET /bytes/300000 HTTP/1.1\r\nHost: t\r\n\r\n")
                for connection in clients:
                    assert len(connection.answer().body) == 300000
            for connection in clients:
                connection.close()
        stats = server.stats()
        print(f"    320 answers of 300 KB, 16 at a time: VmHWM {server.memory_kb('VmHWM')} kB, "
              f"largest arena {stats.arena_peak_bytes}")
        assert server.memory_kb("VmHWM") < 48 * 1024 or sanitized()
        assert 300000 < stats.number("arena_peak_bytes") < 4 * MIB


# --- too many, too slow ---

def slow__clients_do_not_stop_others():
    with Server() as server:
        slow = [server.connect().send("GET /echo HTTP/1.1\r\nHost: t\r\nX: ") for _ in range(500)]
        for i in range(20):
            for connection in slow[i::20]:
                connection.send("y")
            assert server.ask("/echo").status == 200
        for connection in slow[::50]:
            assert connection.send("\r\n\r\n").answer().status == 200
        for connection in slow:
            connection.close()


def idle__connections_give_way():
    with Server() as server:
        idle = [server.connect() for _ in range(1024)]
        for connection in idle[:20]:
            assert connection.ask("/echo").status == 200
        time.sleep(1.1)
        assert idle[20].ask("/echo").status == 200
        for i in range(40):
            assert server.ask("/echo").status == 200
        print(f"    1,024 connections: VmRSS {server.memory_kb('VmRSS')} kB")
        assert server.memory_kb("VmRSS") < 64 * 1024 or sanitized()
        assert idle[21].closed() and idle[20].ask("/echo").status == 200
        assert server.stats().number("refused_503") == 0
        for connection in idle:
            connection.close()


def connections__beyond_the_limit_are_told_so():
    with Server(workers=2, open_at_stop=1024) as server:
        busy = [server.connect().send("GET /gate HTTP/1.1\r\nHost: t\r\n\r\n") for _ in range(1024)]
        refused = server.ask("/echo")
        assert refused.status == 503 and int(refused.headers["retry-after"]) > 0
        assert refused.headers["connection"] == "close"
        with server.connect() as silent:
            assert silent.closed(), "one too many that says nothing is closed soon"
        for connection in busy[:2]:
            connection.close()
        server.terminate()
        for connection in busy[2:]:
            assert connection.answer().text == "passed"
        server.ended()


def queue__is_emptied_in_order():
    with Server(workers=3) as server:
        busy = [server.connect().send("GET /gate HTTP/1.1\r\nHost: t\r\n\r\n") for _ in range(2)]
        server.until(at_gate=2)
        more = [server.connect().send(f"GET /sleep/1?{i} HTTP/1.1\r\nHost: t\r\n\r\n") for i in range(100)]
        for connection in more:
            assert connection.answer().text == "slept"
        assert server.ask("/open/2").status == 200
        for connection in busy:
            assert connection.answer().text == "passed"


def wait__silence_ends_a_connection():
    """Takes LIMIT_HTTP_SILENCE_MS; only by name."""
    with Server() as server:
        began = time.monotonic()
        silent = [server.connect(), server.connect().send("GET /echo HTTP/1.1\r\nX: "),
                  server.connect().send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5000000\r\n\r\n", b"x" * 100000)]
        for connection in silent:
            assert connection.closed()
        assert 25 < time.monotonic() - began < 50
        assert server.stats().number("connections") == 1


# --- the end ---

def stop__waits_for_what_is_in_work():
    with Server(workers=2, open_at_stop=5) as server:
        idle = server.connect()
        assert idle.ask("/echo").status == 200
        busy = [server.connect().send("GET /gate HTTP/1.1\r\nHost: t\r\n\r\n") for _ in range(2)]
        time.sleep(0.3)
        busy += [server.connect().send("GET /gate HTTP/1.1\r\nHost: t\r\n\r\n") for _ in range(3)]
        time.sleep(0.3)
        server.terminate()
        for connection in busy:
            said = connection.answer()
            assert said.text == "passed" and said.headers["connection"] == "close" and connection.closed()
        assert idle.closed()
        server.ended()


def stop__refuses_what_nobody_began():
    with Server(workers=1, grace_ms=200) as server:
        running = server.connect().send("GET /sleep/1500 HTTP/1.1\r\nHost: t\r\n\r\n")
        time.sleep(0.3)
        waiting = [server.connect().send("GET /echo HTTP/1.1\r\nHost: t\r\n\r\n") for _ in range(20)]
        sending = server.connect().send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhello")
        time.sleep(0.3)
        server.terminate()
        time.sleep(0.1)
        try:
            server.connect()
            raise AssertionError("it must not listen any more")
        except ConnectionRefusedError:
            pass
        for connection in waiting:
            assert connection.answer().status == 503
        assert running.answer().text == "slept"
        assert sending.closed()
        server.ended()


def start__that_fails_says_why():
    with Server() as server:
        taken = Server(port=server.port)
        assert taken.said.startswith("HTTP_LISTEN") and str(server.port) in taken.said, taken.said
    for options, wanted in (({"address": "example.org"}, "HTTP_LISTEN"), ({"port": "70000"}, "HTTP_LISTEN"),
                            ({"environment": {"ECHO_WORKER_FAILS": "1"}}, "INTERNAL the third worker")):
        failed = Server(**options)
        assert failed.said.startswith(wanted), failed.said
        assert failed.process.wait(60) == 1


# --- TLS ---

def certificate(folder):
    names = [os.path.join(folder, name) for name in ("cert.pem", "key.pem")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-subj", "/CN=test", "-days", "2", "-out", names[0], "-keyout", names[1]],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return names


def tls__from_1_2_on():
    def client(version):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        return context

    plain = Server()
    cert, key = certificate(plain.folder.name)
    with plain, Server(cert=cert, key=key) as server:
        for version in ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
            with Connection(server.port, tls=client(version)) as connection:
                said = connection.ask("/echo", method="POST", body=b"x" * 3 * MIB)
                assert said.secure == "1" and said.bytes == str(3 * MIB)
                assert len(connection.ask("/file/3000000").body) == 3000000
                assert len(connection.ask("/bytes/3000000").body) == 3000000
        try:
            with Connection(server.port, tls=client(ssl.TLSVersion.TLSv1_1)):
                raise AssertionError("TLS 1.1 must be refused")
        except (ssl.SSLError, ConnectionError):
            pass
        with server.connect() as wrong:  # plain words to a TLS port
            wrong.send("GET /echo HTTP/1.1\r\nHost: t\r\n\r\n")
            while wrong.more():
                pass
        with Connection(server.port, tls=client(ssl.TLSVersion.TLSv1_3)) as connection:
            connection.send(f"POST /small HTTP/1.1\r\nHost: t\r\nContent-Length: {MIB}\r\n\r\n", b"x" * MIB)
            assert connection.answer().status == 413
        assert Server(cert=key, key=key).said.startswith("HTTP_TLS")


def sanitized():
    with open(Server.program, "rb") as file:
        return b"__tsan_init" in (data := file.read()) or b"__asan_init" in data


def main():
    Server.program = os.path.abspath(sys.argv[1])
    wanted, failed = sys.argv[2:], 0
    tests = [(name, test) for name, test in globals().items() if "__" in name and not name.startswith("__")]
    chosen = [(name, test) for name, test in tests if name in wanted or not (wanted or name.startswith("wait__"))]
    for name, test in chosen:
        began = time.monotonic()
        try:
            test()
            print(f"[       OK ] {name} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception as fault:
            failed += 1
            print(f"[  FAILED  ] {name}: {type(fault).__name__} {fault} line "
                  f"{[f'{t.tb_lineno}' for t in trace(fault.__traceback__)]}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed, 0 skipped")
    sys.exit(1 if failed else 0)


def trace(item):
    while item:
        yield item
        item = item.tb_next


main()
