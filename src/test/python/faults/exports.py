"""Real architectures with random weights, exported and read by their makers' own code (ultralytics)."""

import functools
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

from running import Unavailable, expect

MODELS = ["yolov8n", "yolo11n", "yolo26n", "yolov10n", "rtdetr-l", "yolov8n-cls"]
FORMATS = ["onnx", "openvino"]
MOST = 300

# Runs in a process of its own: ultralytics takes much memory and writes on standard output.
SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
import openvino
import ultralytics_exports as made
compile_model = openvino.Core.compile_model
def in_f32(core, model, device_name=None, config=None):
    config = {**(config or {}), "INFERENCE_PRECISION_HINT": "f32"}
    return compile_model(core, model, device_name, config)
openvino.Core.compile_model = in_f32
from ultralytics import YOLO, RTDETR
name, kind, picture = sys.argv[2:5]
y = made.make(name + ".yaml", nc=None)
exported = made.save(y, name, format=kind, imgsz=320)
reader = RTDETR if "rtdetr" in name and kind == "onnx" else YOLO
found = reader(exported).predict(picture, imgsz=320, verbose=False)[0]
result = {"file": str(exported), "names": found.names}
if found.probs is not None:
    result["classes"] = [[int(i), float(found.probs.data[i])] for i in found.probs.top5]
else:
    result["boxes"] = [[int(c), float(s), b] for c, s, b in
        zip(found.boxes.cls.tolist(), found.boxes.conf.tolist(), found.boxes.xyxyn.tolist())]
json.dump(result, open(sys.argv[5], "w"))
"""


@functools.cache
def workplace(run):
    for package in ("ultralytics", "torch", "onnx", "openvino"):
        if not importlib.util.find_spec(package):
            raise Unavailable(f"needs the package {package}")
    folder = run.folder / "exports"
    frames = folder / "frames"
    frames.mkdir(parents=True)
    for number in range(3):
        shutil.copy(run.model("car050-320.png"), frames / f"{number}.png")
    return folder


def export(name, kind, run):
    folder = workplace(run)
    told = folder / f"{name}-{kind}.json"
    picture = run.model("car050-320.png")
    helpers = Path(__file__).parents[1]
    shutil.copy(helpers / "family_fixtures.py", folder)
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, run.faults / "models", name, kind, picture, told],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "YOLO_CONFIG_DIR": str(folder), "HOME": str(folder)},
        timeout=600,
    )
    expect(ended.returncode == 0 and told.exists(), ended.stderr[-400:] + ended.stdout[-200:])
    wanted = json.loads(told.read_text())
    outcome = run.detect(picture, "-m", folder / wanted["file"], "--property", "INFERENCE_PRECISION_HINT=f32")
    if "classes" in wanted:
        return same_classes(outcome, wanted["classes"])
    return same_boxes(outcome.boxes(), wanted["boxes"])


def same_classes(outcome, wanted):
    expect(outcome.code == 0 and outcome.results, outcome.message())
    found = [(each["label_id"], each["confidence"]) for each in outcome.results[0]["classification"]]
    likeliest = wanted[0]
    expect(found[0][0] == likeliest[0] and abs(found[0][1] - likeliest[1]) < 0.02, f"{found[0]}, not {likeliest}")
    return f"class {found[0][0]} {found[0][1]:.3f}, maker {likeliest[1]:.3f}"


def same_boxes(found, wanted):
    """Random weights make boxes that are turned inside out, which the maker tells and Sluice doesn't; both tell 300 at most."""
    most = len(wanted) == MOST
    wanted = [(label, confidence, [min(1, max(0, at)) for at in corners]) for label, confidence, corners in wanted]
    wanted = [each for each in wanted if each[2][0] < each[2][2] and each[2][1] < each[2][3]]
    matched, left = 0, list(found)
    for label, confidence, corners in wanted:
        for other in left:
            near = max(abs(a - b) for a, b in zip(corners, other[2])) < 0.01
            if other[0] == label and near and abs(other[1] - confidence) < 0.02:
                left.remove(other)
                matched += 1
                break
    all_found = len(wanted) if most else max(len(wanted), len(found))
    expect(matched >= 0.97 * all_found, f"{matched} equal; maker {len(wanted)}, Sluice {len(found)}")
    return f"{matched} equal of {len(wanted)} of the maker's and {len(found)} of Sluice's"


CASES = {
    f"export-{name}-{kind}": functools.partial(export, name, kind) for name in MODELS for kind in FORMATS
}
