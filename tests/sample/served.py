"""The pages and the API of an office's database, for who asks for a few of them."""
import http.client
import json
import re
import subprocess
import urllib.parse

from office import DUBAN


class Served:
    def __init__(self, office, folder, now):
        self.office, self.now = office, now
        self.process = subprocess.Popen([DUBAN, "--db", f"sqlite:{office.path}", "--now", f"{now}+08:00", "serve", "--listen",
                                         "127.0.0.1:0", "--data", folder / "data"], stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stderr.readline())[1])
        self.cookies = {}

    def page(self, account, path):
        self.ask(account, "/overview")
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers={"Cookie": self.cookies[account]})
        return link.getresponse().read().decode("utf-8")

    def ask(self, account, path):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if account not in self.cookies:
            password = self.office.do(self.now, account, "passwd", "--generate").split()[-1]
            body = urllib.parse.urlencode({"account": account, "password": password})
            link.request("POST", "/api/v1/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = link.getresponse()
            assert answer.status == 200, answer.read()
            answer.read()
            self.cookies[account] = answer.headers["Set-Cookie"].split(";")[0]
        link.request("GET", "/api/v1" + path, headers={"Cookie": self.cookies[account]})
        answer = link.getresponse()
        text = answer.read().decode("utf-8")
        assert answer.status == 200, (path, answer.status, text)
        return json.loads(text)
