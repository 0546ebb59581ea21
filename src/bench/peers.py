"""What Sluice is measured beside: benchmark_app, which feeds the device the same tensor again and again, and loops in Python."""
import json
import os
import re
import resource
import subprocess
from pathlib import Path


def run(command):
    """Runs a command; gives what it printed and the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def number(pattern, text):
    found = re.search(pattern, text)
    return float(found.group(1)) if found else float("nan")


def device_alone(a, model, start_cpu):
    text, cpu = run([a.python.parent / "benchmark_app", "-m", model, "-d", "CPU", "-hint", "throughput", "-t", a.seconds])
    count = number(r"Count:\s+([\d.]+)", text)
    return {"fps": number(r"Throughput:\s+([\d.]+)", text), "cpu": (cpu - start_cpu) * 1000 / count}


def start_cpu(a, model):
    """What benchmark_app takes before it measures: to be left out of its CPU time for an inference."""
    return run([a.python.parent / "benchmark_app", "-m", model, "-d", "CPU", "-hint", "throughput", "-niter", 2])[1]


def ways(a, model, frames):
    """Each way of the Python program over that many frames: an object with "way", "fps" and "detections"."""
    text, _ = run([a.python, a.peer, model, a.video, "--hint", "THROUGHPUT", "--frames", frames, "--ways", a.ways])
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def add_arguments(parser):
    """The flags that both programs of this folder have."""
    parser.add_argument("models", nargs="+")
    parser.add_argument("--sluice", required=True)
    parser.add_argument("--python", required=True, type=lambda p: Path(os.path.abspath(p)))
    parser.add_argument("--peer", required=True)
    parser.add_argument("--video", required=True)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--peer-frames", type=int, default=800)
