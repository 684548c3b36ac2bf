"""A client that does what a test says, right or wrong, and the echo server to do it to."""
import os
import resource
import signal
import socket
import struct
import subprocess
import tempfile
import time

resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
WAIT_S = 60  # for anything; sanitizers are slow


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("latin-1")

    def __getattr__(self, name):
        """A line of /echo or /stats by its first word."""
        for line in self.text.split("\n"):
            if line.split(" ")[0] == name:
                return line[len(name) + 1:]
        raise AttributeError(f"no line {name} in {self.text!r}")

    def number(self, name):
        return int(getattr(self, name))


class Connection:
    def __init__(self, port, address="127.0.0.1", tls=None):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(WAIT_S)
        self.socket.connect((address, port))
        if tls:
            self.socket = tls.wrap_socket(self.socket)
        self.ahead = b""

    def send(self, *texts):
        for text in texts:
            self.socket.sendall(text if isinstance(text, bytes) else text.encode("latin-1"))
        return self

    def more(self):
        piece = self.socket.recv(1 << 16)
        self.ahead += piece
        return bool(piece)

    def line(self):
        while b"\r\n" not in self.ahead:
            if not self.more():
                raise ConnectionError(f"closed within a line: {self.ahead!r}")
        line, self.ahead = self.ahead.split(b"\r\n", 1)
        return line.decode("latin-1")

    def take(self, count):
        while len(self.ahead) < count:
            if not self.more():
                raise ConnectionError(f"closed after {len(self.ahead)} of {count} bytes")
        piece, self.ahead = self.ahead[:count], self.ahead[count:]
        return piece

    def answer(self, method="GET"):
        status = int(self.line().split(" ")[1])
        headers = {}
        while line := self.line():
            name, value = line.split(": ", 1)
            assert name.lower() not in headers, f"{name} stands twice"
            headers[name.lower()] = value
        bare = method == "HEAD" or status in (100, 204, 304)
        return Answer(status, headers, b"" if bare else self.take(int(headers["content-length"])))

    def ask(self, path, method="GET", body=None, headers=()):
        lines = [f"{method} {path} HTTP/1.1", "Host: test", *headers]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines) + "\r\n\r\n", body or b"")
        return self.answer(method)

    def closed(self):
        """The other side has closed, and said nothing more."""
        try:
            return not self.ahead and not self.more()
        except ConnectionResetError:
            return True

    def close(self, reset=False):
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Server:
    program = None

    def __init__(self, **options):
        self.folder = tempfile.TemporaryDirectory()
        self.spool = options.setdefault("spool", self.folder.name)
        environment = {**os.environ, **options.pop("environment", {})}
        arguments = [f"{name}={value}" for name, value in options.items()]
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([self.program, *arguments], stdout=subprocess.PIPE, stderr=self.errors, env=environment)
        self.said = self.process.stdout.readline().decode().strip()
        self.port = int(self.said.split()[1]) if self.said.startswith("port ") else 0

    def connect(self, **options):
        return Connection(self.port, **options)

    def ask(self, *request, **options):
        with self.connect() as connection:
            return connection.ask(*request, **options)

    def stats(self):
        return self.ask("/stats")

    def until(self, **wanted):
        """Waits until figures of /stats are as wanted; asks over one connection, which counts itself."""
        end = time.monotonic() + WAIT_S
        with self.connect() as connection:
            while time.monotonic() < end:
                stats = connection.ask("/stats")
                if all(stats.number(name) == value for name, value in wanted.items()):
                    return stats
                time.sleep(0.01)
        raise AssertionError(f"never {wanted}: {stats.text!r}")

    def memory_kb(self, name):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(name + ":"))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def ended(self):
        """It stopped by itself, without a leak, a race or a word on standard error."""
        rest = self.process.stdout.read().decode().split()
        status = self.process.wait(WAIT_S)
        self.errors.seek(0)
        errors = self.errors.read().decode()
        assert status == 0 and rest == ["stopped"] and not errors, f"status {status}, {rest}, {errors}"

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None and self.process.poll() is None:
            self.terminate()
            self.ended()
        elif self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()
