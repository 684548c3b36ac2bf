"""Pictures of the pieces for people, and the size of the style sheet: pictures.py PREVIEW OUT_FOLDER

PREVIEW writes the pages; they are served with the real content security policy and pictured in chromium at an office
screen's and a phone's width. Without chromium only the sizes are checked."""
import functools
import glob
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
STYLE_BYTES_MAX = 40 * 1024
PICTURES = [("pieces", 1280, 2500), ("pieces", 375, 6400), ("pieces.en", 1280, 2500), ("sign_in", 1280, 640), ("sign_in", 375, 640),
            ("error", 1280, 480)]


class Pages(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path):
        return super().translate_path(path.replace("/assets/", "/"))

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


def picture(chromium, address, out, width, height):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([chromium, "--no-sandbox", "--headless", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}",
                        f"--window-size={width},{height}", f"--screenshot={out}", address],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)


def main():
    preview, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for old in glob.glob(os.path.join(folder, "app.*")):
        os.remove(old)
    subprocess.run([preview, folder], check=True)
    style = glob.glob(os.path.join(folder, "app.*.css"))[0]
    good = os.path.getsize(style) < STYLE_BYTES_MAX
    print(f"[{'       OK ' if good else '  FAILED  '}] style sheet: {os.path.getsize(style)} bytes, limit {STYLE_BYTES_MAX}")
    chromium = shutil.which("chromium")
    if not chromium:
        print(f"[  SKIPPED ] pictures: there is no chromium\n{int(good)} passed, {int(not good)} failed, 1 skipped")
        return not good
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, width, height in PICTURES:
        out = os.path.join(os.path.abspath(folder), f"{name}-{width}.png")
        picture(chromium, f"http://127.0.0.1:{server.server_port}/{name}.html", out, width, height)
    print(f"[       OK ] {len(PICTURES)} pictures in {folder}\n{int(good) + 1} passed, {int(not good)} failed, 0 skipped")
    return not good


sys.exit(main())
