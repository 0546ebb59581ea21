"""Small graphs with the ports of real exports, as small_graphs.py of the inputs makes them."""

import functools
import importlib.util
import subprocess
import sys

from running import Unavailable, expect

TRUTH = {2: (0.9, [0.1, 0.2, 0.3, 0.6]), 0: (0.8, [0.5, 0.5, 0.8, 0.9]), 5: (0.7, [0.05, 0.7, 0.2, 0.95])}
NAMES = (
    "yolonas dfine ppyoloe mmdeploy torchvision tfod rfdetr tfjs tfjs3 detrmask v8json v8list v8dict posebare"
    " v8transposed v7e2e f16in nhwc rank3 grey external ir13 opset99"
).split()
FLAGS = {"tfjs": ["--input-size", "320x320"], "tfjs3": ["--input-size", "320x320"]}


@functools.cache
def made(run):
    for package in ("numpy", "onnx"):
        if not importlib.util.find_spec(package):
            raise Unavailable(f"needs the package {package}")
    subprocess.run([sys.executable, run.model("small_graphs.py")], cwd=run.folder, check=True, capture_output=True)
    return run.folder / "s"


def graph(name, run):
    """The three objects, or a refusal that says what was seen; never other boxes."""
    file = made(run) / f"{name}.onnx"
    outcome = run.detect(run.model("car050-320.png"), "-m", file, *FLAGS.get(name, []))
    if outcome.code:
        expect(outcome.code == 5, f"exit code {outcome.code}: {outcome.message()}")
        return f"refused: {outcome.message().removeprefix(str(file)).lstrip(': ')}"
    boxes = outcome.boxes()
    expect(len(boxes) == len(TRUTH), f"{len(boxes)} objects: {boxes[:4]}")
    for label, confidence, corners in boxes:
        expect(label in TRUTH, f"class {label}")
        wanted, at = TRUTH[label]
        expect(abs(confidence - wanted) < 0.02, f"class {label}: {confidence}, not {wanted}")
        expect(all(abs(a - b) < 0.01 for a, b in zip(corners, at)), f"class {label} at {corners}, not {at}")
    return "the three objects"


CASES = {f"graph-{name}": functools.partial(graph, name) for name in NAMES}
