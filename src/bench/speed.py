#!/usr/bin/env python3
"""Measures `sluice detect` beside what it is compared with: the device alone (benchmark_app) and the loop that a Python user would write.

All are run in turn, round after round, on the same model and video; only figures of one run compare, so medians of the ratios count.

usage: speed.py --sluice target/sluice/bin/sluice --python VENV/bin/python --peer async_peer.py --video VIDEO MODEL.xml...
       [--rounds 5] [--frames 3000] [--seconds 15] [--peer-frames 800] [--ways async,queue,queueopt]

VENV is a virtual environment with openvino, numpy and opencv-python-headless; PEER prints a line of JSON with "way" and "fps" for each way.
"""
import argparse
import statistics
import tempfile
from pathlib import Path

from peers import add_arguments, device_alone, number, run, start_cpu, ways


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


def measure(a, model):
    print(f"\n{model}", flush=True)
    base = start_cpu(a, model)
    rows = []
    for n in range(a.rounds):
        device, ours = device_alone(a, model, base), sluice(a, model)
        peer = max(ways(a, model, a.peer_frames), key=lambda way: way["fps"])
        rows.append({"of device": ours["fps"] / device["fps"], "of peer": ours["fps"] / peer["fps"],
                     "empty": ours["empty"], "cpu": ours["cpu"], "device cpu": device["cpu"]})
        print(f"  round {n + 1}: benchmark_app {device['fps']:.1f} fps ({device['cpu']:.2f} ms CPU); "
              f"sluice {ours['fps']:.1f} (whole {ours['whole']:.1f}; {ours['cpu']:.2f} ms CPU; queue empty {ours['empty']} %; "
              f"decode p50 {ours['decode']}, preprocess p50 {ours['preprocess']} ms); {peer['way']} {peer['fps']:.1f}", flush=True)
    for key in rows[0]:
        values = [row[key] for row in rows]
        print(f"  median {key}: {statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})")


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
add_arguments(parser)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--frames", type=int, default=3000)
parser.add_argument("--ways", default="async,queue,queueopt")
arguments = parser.parse_args()
for one in arguments.models:
    measure(arguments, one)
