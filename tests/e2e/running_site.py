"""A demo site on free ports with a host that can be started, killed and asked: what end-to-end tests share."""
import contextlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PROGRAMS = pathlib.Path(os.environ.get("CROSSDOCK_PROGRAMS", "build/dev/bin"))
KEY = "test-key-0123456789"
# How many times longer everything may take: a sanitizer's build is slower.
PATIENCE = float(os.environ.get("CROSSDOCK_TEST_PATIENCE", "1"))


def free_port():
    """Below the ports that outgoing connections are given: while a host is stopped nobody else gets its own."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_for(what, condition, timeout_s=30.0):
    timeout_s *= PATIENCE
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen within {timeout_s} s")


class RunningSite:
    """One site in a temporary folder. `start` returns once the host says that it is ready."""

    def __init__(self, changes=None, programs=PROGRAMS):
        self.programs = programs
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crossdock-site-"))
        self.site = self.folder / "site"
        self.http_port, self.ready_port = free_port(), free_port()
        self.host = None
        self.run_command("init", str(self.site))
        (self.site / "certs").mkdir(exist_ok=True)
        (self.site / "certs" / "webshop.key").write_text(KEY)
        config = self.site / "crossdock.xml"
        text = config.read_text().replace('name="port" value="8080"', f'name="port" value="{self.http_port}"')
        text = text.replace("127.0.0.1:8079", f"127.0.0.1:{self.ready_port}").replace('"500ms"', '"50ms"')
        for old, new in (changes or {}).items():
            assert old in text, f"crossdock.xml has no {old}"
            text = text.replace(old, new)
        config.write_text(text)

    def close(self, keep=False):
        self.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run_command(self, *words, check=True):
        done = subprocess.run([str(self.programs / "crossdock"), *words], capture_output=True, text=True,
                              timeout=120 * PATIENCE)
        if check and done.returncode != 0:
            raise AssertionError(f"crossdock {' '.join(words)} answered {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def command(self, *words, check=True):
        return self.run_command(*words, "--site", str(self.site), check=check)

    def json(self, *words):
        return json.loads(self.command(*words, "--json").stdout)

    def start(self, timeout_s=20.0, expected="ready"):
        self.launch()
        try:
            wait_for("the host's readiness", lambda: self.readiness() == expected, timeout_s)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.log()[-4000:]}") from None

    def launch(self):
        """Begins a start and returns at once."""
        log = open(self.site / "log" / "host.log", "ab")
        self.host = subprocess.Popen([str(self.programs / "crossdock"), "run", "--site", str(self.site)],
                                     stdout=log, stderr=log, start_new_session=True)
        log.close()

    def readiness(self):
        """What the readiness endpoint says; None while it does not answer."""
        if self.host.poll() is not None:
            raise AssertionError(f"the host ended with {self.host.returncode}\n{self.log()[-4000:]}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.ready_port, timeout=1)
            connection.request("GET", "/")
            answer = connection.getresponse()
            said = answer.read().decode().strip()
            return said if (answer.status == 200) == (said == "ready") else None
        except (OSError, http.client.HTTPException):
            return None

    def log(self):
        path = self.site / "log" / "host.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self, timeout_s=60):
        if self.host is None:
            return None
        self.host.send_signal(signal.SIGTERM)
        try:
            status = self.host.wait(timeout_s * PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the host did not stop within {timeout_s} s\n{self.log()[-4000:]}") from None
        self.host = None
        return status

    def kill(self):
        """kill -9 of the host alone; its workers notice by themselves."""
        self.host.kill()
        self.host.wait()
        self.host = None

    def deliver_file(self, name, text):
        """Writes as a careful sender does: under a hidden name first."""
        hidden = self.site / "in" / "edi" / f".{name}.part"
        hidden.write_bytes(text if isinstance(text, bytes) else text.encode())
        hidden.rename(self.site / "in" / "edi" / name)

    def post_order(self, order, key=None, api_key=KEY, connection=None, headers=None):
        """Posts as a shop does: an answer of 429 means to come again in a moment."""
        until = time.monotonic() + 10 * PATIENCE
        while True:
            status, answer = self.post_once(order, key, api_key, connection, headers)
            if status != 429 or time.monotonic() > until:
                return status, answer
            time.sleep(0.05)

    def post_once(self, order, key, api_key, connection, headers):
        own = connection or http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=30 * PATIENCE)
        sent = {"Content-Type": "application/json", "X-Api-Key": api_key}
        if key:
            sent["Idempotency-Key"] = key
        sent.update(headers or {})
        own.request("POST", "/orders", order if isinstance(order, (bytes, str)) else json.dumps(order), sent)
        answer = own.getresponse()
        body = answer.read()
        if connection is None:
            own.close()
        return answer.status, json.loads(body) if body else None

    def files(self, folder, ending):
        return sorted(path for path in (self.site / folder).rglob(f"*{ending}") if not path.name.startswith("."))
