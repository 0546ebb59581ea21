#!/usr/bin/env python3
"""Measures `sluice detect` beside what it is compared with: the device alone (benchmark_app) and the loop that a Python user would write.

All are run in turn, round after round, on the same model and video; only figures of one run compare, so medians of the ratios count.

usage: speed.py --sluice target/sluice/bin/sluice --python VENV/bin/python --peer async_peer.py --video VIDEO MODEL.xml...
       [--rounds 5] [--frames 3000] [--seconds 15] [--peer-frames 800] [--ways async,queue,queueopt]

VENV is a virtual environment with openvino, numpy and opencv-python-headless; PEER prints a line of JSON with "way" and "fps" for each way.
"""
import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import tempfile
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


def sluice(a, model):
    with tempfile.TemporaryDirectory() as folder:
        text, _ = run([a.sluice, "detect", a.video, "-m", model, "--json", Path(folder, "lines.jsonl"),
                       "--loop", "--limit", a.frames, "--quiet"])
    return {
        "whole": number(r"s: ([\d.]+) fps", text),
        "fps": number(r"([\d.]+) fps without the first 300", text),
        "empty": number(r"queue empty after ([\d.]+) %", text),
        "cpu": number(r"CPU: ([\d.]+) ms a frame", text),
        "decode": number(r"decode\s+[\d.]+\s+([\d.]+)", text),
        "preprocess": number(r"preprocess\s+[\d.]+\s+([\d.]+)", text),
    }


def device_alone(a, model, start_cpu):
    text, cpu = run([a.python.parent / "benchmark_app", "-m", model, "-d", "CPU", "-hint", "throughput", "-t", a.seconds])
    count = number(r"Count:\s+([\d.]+)", text)
    return {"fps": number(r"Throughput:\s+([\d.]+)", text), "cpu": (cpu - start_cpu) * 1000 / count}


def start_cpu(a, model):
    """What benchmark_app takes before it measures: to be left out of its CPU time for an inference."""
    return run([a.python.parent / "benchmark_app", "-m", model, "-d", "CPU", "-hint", "throughput", "-niter", 2])[1]


def peers(a, model):
    text, _ = run([a.python, a.peer, model, a.video, "--hint", "THROUGHPUT", "--frames", a.peer_frames, "--ways", a.ways])
    ways = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return max(ways, key=lambda way: way["fps"])


def measure(a, model):
    print(f"\n{model}", flush=True)
    base = start_cpu(a, model)
    rows = []
    for n in range(a.rounds):
        device, ours, peer = device_alone(a, model, base), sluice(a, model), peers(a, model)
        rows.append({"of device": ours["fps"] / device["fps"], "of peer": ours["fps"] / peer["fps"],
                     "empty": ours["empty"], "cpu": ours["cpu"], "device cpu": device["cpu"]})
        print(f"  round {n + 1}: benchmark_app {device['fps']:.1f} fps ({device['cpu']:.2f} ms CPU); "
              f"sluice {ours['fps']:.1f} (whole {ours['whole']:.1f}; {ours['cpu']:.2f} ms CPU; queue empty {ours['empty']} %; "
              f"decode p50 {ours['decode']}, preprocess p50 {ours['preprocess']} ms); {peer['way']} {peer['fps']:.1f}", flush=True)
    for key in rows[0]:
        values = [row[key] for row in rows]
        print(f"  median {key}: {statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})")


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("models", nargs="+")
parser.add_argument("--sluice", required=True)
parser.add_argument("--python", required=True, type=lambda p: Path(os.path.abspath(p)))
parser.add_argument("--peer", required=True)
parser.add_argument("--video", required=True)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--frames", type=int, default=3000)
parser.add_argument("--seconds", type=int, default=15)
parser.add_argument("--peer-frames", type=int, default=800)
parser.add_argument("--ways", default="async,queue,queueopt")
arguments = parser.parse_args()
for one in arguments.models:
    measure(arguments, one)
