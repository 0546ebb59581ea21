#!/usr/bin/env python3
"""Measures the modes of `sluice bench` beside benchmark_app and the loops that a Python user would write.

All are run in turn, round after round, on the same model and video; only figures of one run compare, so medians of the ratios count.

usage: modes.py --sluice target/sluice/bin/sluice --python VENV/bin/python --peer async_peer.py --video VIDEO MODEL.xml...
       [--rounds 3] [--seconds 15] [--peer-frames 800] [--ways sync,async,queue,queueopt]

VENV is a virtual environment with openvino, numpy and opencv-python-headless; PEER prints a line of JSON with "way", "fps" and "detections"
for each way. Objects are those of the frames that `sluice bench` counts; Python infers these once more.
"""
import argparse
import json
import statistics

from peers import add_arguments, device_alone, run, start_cpu, ways

STREAM = "stream"
ALONE = "infer-only"


def modes(a, model):
    """The modes of one repeat, by name, and what decoding and preparing leave of the device's rate."""
    text, _ = run([a.sluice, "bench", a.video, "-m", model, "--repeat", 1, "--duration", a.seconds, "--json", "-"])
    result = json.loads(text)
    return {mode["mode"]: mode for mode in result["modes"]}, result["limit_fps"]


def spread(values):
    return f"{statistics.median(values):8.3f} ({min(values):.3f} to {max(values):.3f})"


def measure(a, model):
    print(f"\n{model}", flush=True)
    base = start_cpu(a, model)
    fps, objects, limits = {}, {}, []
    for n in range(a.rounds):
        ours, limit = modes(a, model)
        limits.append(ours[STREAM]["fps"] / limit)
        row = {name: mode["fps"] for name, mode in ours.items()}
        found = {name: f"{mode['detections']} in {mode['detection_frames']}{' WRONG' if 'wrong' in mode else ''}"
                 for name, mode in ours.items() if "detections" in mode}
        row["benchmark_app"] = device_alone(a, model, base)["fps"]
        row |= {"python " + way["way"]: way["fps"] for way in ways(a, model, a.peer_frames)}
        counted = ours[STREAM]["detection_frames"]
        found |= {"python " + way["way"]: f"{way['detections']} in {counted}" for way in ways(a, model, counted)}
        for name, value in row.items():
            fps.setdefault(name, []).append(value)
        for name, value in found.items():
            objects.setdefault(name, set()).add(value)
        print(f"  round {n + 1}: " + ", ".join(f"{name} {value:.1f}" for name, value in row.items()), flush=True)
    print(f"  {'':16} {'median fps':32} {'of infer-only':32} {'stream, of this':32} objects")
    for name, values in fps.items():
        of_alone = [value / alone for value, alone in zip(values, fps[ALONE])]
        of_this = [stream / value for stream, value in zip(fps[STREAM], values)]
        print(f"  {name:16} {spread(values):32} {spread(of_alone):32} {spread(of_this):32} {', '.join(sorted(objects.get(name, [])))}")
    print(f"  stream, of what decoding and preparing leave of infer-only: {spread(limits).strip()}")


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
add_arguments(parser)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--ways", default="sync,async,queue,queueopt")
arguments = parser.parse_args()
for one in arguments.models:
    measure(arguments, one)
