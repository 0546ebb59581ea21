"""Runs the command and the scripts of cameras, and reads what they wrote."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LIMIT = 180


class Unavailable(Exception):
    """A case can't run here: a package or a file isn't there."""


def expect(holds, seen):
    if not holds:
        raise AssertionError(seen)


@dataclass
class Outcome:
    code: int
    results: list
    text: str
    seconds: float

    def message(self):
        """What was wrong, without the command's name."""
        lines = [line for line in self.text.splitlines() if line.startswith("sluice: ")]
        return lines[-1].removeprefix("sluice: ") if lines else self.text.strip()[-300:]

    def boxes(self):
        """Label number, confidence and corners of the first result's objects."""
        expect(self.code == 0 and self.results, f"exit code {self.code}: {self.message()}")
        found = []
        for each in self.results[0]["objects"]:
            at = each["detection"]
            corners = [at["bounding_box"][side] for side in ("x_min", "y_min", "x_max", "y_max")]
            found.append((at["label_id"], at["confidence"], corners))
        return found

    def seconds_of_media(self):
        return [result["timestamp"] / 1e9 for result in self.results]


class Run:
    """Where the command and the inputs are, and a folder for what cases write."""

    def __init__(self, sluice, faults):
        self.sluice, self.faults = sluice, faults
        self.folder = Path(tempfile.mkdtemp(prefix="faults-"))

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def model(self, name):
        return self.faults / "models" / name

    def clip(self, name):
        return self.faults / "video" / name

    def command(self, *arguments, limit=LIMIT):
        started = time.monotonic()
        ended = subprocess.run(
            [self.sluice, *map(str, arguments)], capture_output=True, text=True, timeout=limit
        )
        seconds = time.monotonic() - started
        results = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
        return Outcome(ended.returncode, results, ended.stderr, seconds)

    def detect(self, source, *flags):
        return self.command("detect", source, "--json", "-", "--quiet", *flags)

    def probe(self, source, *flags):
        outcome = self.command("probe", "--json", source, *flags)
        expect(outcome.code == 0, f"exit code {outcome.code}: {outcome.message()}")
        return outcome.results[0]

    @contextlib.contextmanager
    def camera(self, script, *arguments, port=None):
        """A script of the inputs' folder in the background; gives a function that ends it and returns its log.

        Waits until it listens, where its port is given; a script that takes one connection only isn't asked.
        """
        process = subprocess.Popen(
            [sys.executable, "-u", script, *map(str, arguments)],
            cwd=self.faults / "video",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

        def end():
            process.terminate()
            return process.communicate()[0]

        try:
            wait_for_listener(port)
            yield end
        finally:
            process.kill()
            process.wait()


def wait_for_listener(port):
    """Waits until somebody listens at a port of this machine, without connecting to it."""
    deadline = time.monotonic() + 10
    wanted = f":{port:04X}"
    while time.monotonic() < deadline:
        with open("/proc/net/tcp") as table:
            rows = [line.split() for line in table.readlines()[1:]]
        if any(row[1].endswith(wanted) and row[3] == "0A" for row in rows):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at port {port}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
