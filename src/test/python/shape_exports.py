"""Holds masks, key points and rotated boxes of whole pictures to what ultralytics' predict finds.

shape_exports.py make FOLDER                 models of random weights, their maker's exports, and picture.png
shape_exports.py compare FOLDER MODEL JSONL  what Sluice found in picture.png against predict, in numbers

`make` writes yolov8n-seg, yolo11n-pose and yolov8n-obb as ONNX, yolo26n-seg, -pose and -obb, end to end, as
OpenVINO IR. The picture is only bordered to fit: random models make much of how a picture is scaled.
`compare` ends with 1 where they differ by more than the tolerance; predict computes with 32 bits, and so
should Sluice (`--property INFERENCE_PRECISION_HINT=f32`). Needs Python 3.11 and, from PyPI:
ultralytics 8.4, onnx, openvino. families.md has the commands.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("YOLO_OFFLINE", "1")
os.environ.setdefault("YOLO_AUTOINSTALL", "0")

import cv2
import numpy as np
import torch

from family_fixtures import spread, warmed

SIDE = 640
MODELS = ("yolov8n-seg", "yolo11n-pose", "yolov8n-obb", "yolo26n-seg", "yolo26n-pose", "yolo26n-obb")
PICTURE = (640, 416)
THRESHOLD, IOU = 0.3, 0.5


def picture(width, height, seed):
    """Blurred blocks: something at every scale."""
    generator = np.random.default_rng(seed)
    drawn = np.zeros((height, width, 3))
    for cells in (4, 8, 16, 32):
        noise = generator.random((cells, cells * 2, 3))
        drawn += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) / 4
    return np.clip(drawn * 340 - 40, 0, 255).astype(np.uint8)


def rare(layers, run, boxes=30):
    """Scales the last layers of scores so that so many boxes get above 0.3, the best of them to 0.95."""
    seen = []
    hooks = [layer.register_forward_hook(lambda module, given, got: seen.append(got.detach())) for layer in layers]
    with torch.no_grad():
        run()
    best = torch.cat([each.amax(1).flatten() for each in seen[-len(layers) :]]).sort(descending=True).values
    scale = float(3.8 / (best[0] - best[boxes]))
    for hook, layer in zip(hooks, layers):
        hook.remove()
        layer.weight.data *= scale
        layer.bias.data = layer.bias.data * scale - 0.85 - scale * best[boxes]


def model(name):
    from ultralytics import YOLO

    torch.manual_seed(21)
    yolo = YOLO(f"{name}.yaml")
    net = yolo.model
    batch = np.stack([cv2.resize(picture(*PICTURE, seed), (SIDE, SIDE))[:, :, ::-1] for seed in range(2)])
    batch = torch.from_numpy(np.ascontiguousarray(batch.transpose(0, 3, 1, 2))).float() / 255
    warmed(net, batch)
    head = net.model[-1]
    end2end = "26" in name
    prefix = "one2one_" if end2end else ""
    distances = [each[-1] for each in getattr(head, prefix + "cv2")]
    if head.reg_max > 1:
        spread(distances, lambda: net(batch), 0, 1)
        for layer in distances:
            layer.bias.data -= 0.2 * torch.arange(head.reg_max).repeat(4)
    else:
        spread(distances, lambda: net(batch), 2.5, 1)
    rare([each[-1] for each in getattr(head, prefix + "cv3")], lambda: net(batch))
    extras = getattr(head, prefix + ("cv4_kpts" if "26n-pose" in name else "cv4"))
    lasts = [each if isinstance(each, torch.nn.Conv2d) else each[-1] for each in extras]
    spread(lasts, lambda: net(batch), 0, 0.7)
    if hasattr(head, "proto"):  # Random patterns of two by two would make lace of every mask.
        upsample = head.proto.upsample.weight.data
        upsample.copy_(upsample.mean((2, 3), keepdim=True).expand_as(upsample))
    return yolo, end2end


def make(folder):
    from ultralytics import YOLO

    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / "picture.png"), picture(*PICTURE, 0))
    for name in MODELS:
        yolo, end2end = model(name)
        weights = folder / f"{name}.pt"
        torch.save({"model": yolo.model, "train_args": {}, "date": "", "version": "8.4"}, weights)
        # OpenVINO 2026.4 does not compile the ONNX that is exported end to end with more than boxes.
        form = {"format": "openvino", "end2end": True} if end2end else {"format": "onnx"}
        YOLO(str(weights)).export(imgsz=SIDE, **form)


def predicted(folder, name, path):
    from ultralytics import YOLO

    yolo = YOLO(str(folder / f"{name}.pt"))
    end2end = {"end2end": True} if "26" in name else {}
    said = yolo.predict(str(path), conf=THRESHOLD, iou=IOU, imgsz=SIDE, rect=False, verbose=False, **end2end)
    return said[0]


def drawn(rings, width, height, finer=6):
    """The pixels whose middles lie inside; fillPoly adds the outline, so it draws in finer pixels."""
    mask = np.zeros((height * finer, width * finer), np.uint8)
    scale = np.array([width, height]) * finer
    polygons = [np.round((np.array(ring).reshape(-1, 2) * scale - 0.5) * 16).astype(np.int32) for ring in rings]
    cv2.fillPoly(mask, polygons, 1, shift=4)
    return mask[finer // 2 :: finer, finer // 2 :: finer].astype(bool)


def near(one, other):
    left, right = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    common = np.prod(np.clip(right - left, 0, None))
    return common / (np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]) - common + 1e-9)


def compare(folder, name, results):
    path = folder / "picture.png"
    result = predicted(folder, name, path)
    height, width = result.orig_shape
    objects = json.loads(Path(results).read_text().splitlines()[0])["objects"]
    hulls = (result.obb.xyxy if result.obb is not None else result.boxes.xyxy).numpy()
    found = result.obb if result.obb is not None else result.boxes
    hulls = np.clip(hulls, 0, [width, height, width, height])
    # What random models write below nothing is no box here.
    sizes = result.obb.xywhr[:, 2:4] if result.obb is not None else result.boxes.data[:, 2:4] - result.boxes.data[:, :2]
    boxes = [i for i in range(len(hulls)) if (sizes[i] > 0).all()]
    print(f"{name}: predict found {len(boxes)}, Sluice {len(objects)}")
    left, pairs = list(boxes), []
    for each in objects:
        said = each["detection"]["bounding_box"]
        box = np.array([said["x_min"] * width, said["y_min"] * height, said["x_max"] * width, said["y_max"] * height])
        same = [i for i in left if int(found.cls[i]) == each["detection"]["label_id"]]
        if same:
            best = max(same, key=lambda i: near(box, hulls[i]) - 10 * abs(float(found.conf[i]) - each["detection"]["confidence"]))
            if near(box, hulls[best]) > 0.5:
                left.remove(best)
                pairs.append((each, best, np.abs(box - hulls[best]).max()))
    numbers = {"paired": len(pairs) / max(len(boxes), len(objects), 1)}
    numbers["box, pixels"] = np.median([pixels for _, _, pixels in pairs])
    numbers["confidence"] = np.median([abs(float(found.conf[i]) - each["detection"]["confidence"]) for each, i, _ in pairs])
    if result.masks is not None:
        shape = result.masks.data.shape[1:]
        gain = min(shape[0] / height, shape[1] / width)
        size = round(height * gain), round(width * gain)
        top, side = round((shape[0] - size[0]) / 2 - 0.1), round((shape[1] - size[1]) / 2 - 0.1)
        overlaps = []
        for each, i, _ in pairs:
            theirs = result.masks.data[i].numpy()[top : top + size[0], side : side + size[1]] > 0
            ours = drawn(each["mask"], size[1], size[0])
            overlaps.append((ours & theirs).sum() / max(1, (ours | theirs).sum()))
        numbers |= {"mask IoU, mean": np.mean(overlaps), "mask IoU, least": np.min(overlaps)}
        numbers["points of a mask, most"] = max(sum(len(ring) // 2 for ring in each["mask"]) for each in objects)
    if result.keypoints is not None:
        theirs = result.keypoints.data.numpy()
        ours = [np.array([[p["x"] * width, p["y"] * height, p["confidence"]] for p in each["keypoints"]]) for each in objects]
        index = {id(each): n for n, each in enumerate(objects)}
        apart = [np.abs(ours[index[id(each)]] - theirs[i]) for each, i, _ in pairs]
        numbers |= {"key point, pixels, median": np.median([a[:, :2].max() for a in apart])}
        numbers |= {"key point, pixels, most": np.max([a[:, :2].max() for a in apart])}
        numbers["key point, confidence, most"] = np.max([a[:, 2].max() for a in apart])
    if result.obb is not None:
        turns, corners = [], []
        for each, i, _ in pairs:
            turn = (float(result.obb.xywhr[i][4]) - each["angle"] + np.pi / 2) % np.pi - np.pi / 2
            turns.append(abs(turn))
            ours = np.array(each["corners"]).reshape(4, 2) * [width, height]
            theirs = result.obb.xyxyxyxy[i].numpy()
            corners.append(max(np.abs(theirs - corner).max(1).min() for corner in ours))
        numbers |= {"angle, radians, most": np.max(turns), "corner, pixels, median": np.median(corners)}
        numbers["corner, pixels, most"] = np.max(corners)
    for what, number in numbers.items():
        print(f"  {what}: {number:.4g}")
    bounds = [numbers["paired"] >= 0.95, numbers["box, pixels"] <= 1, numbers.get("mask IoU, mean", 1) >= 0.9]
    bounds += [numbers.get("key point, pixels, median", 0) <= 1, numbers.get("corner, pixels, median", 0) <= 1]
    return 0 if len(pairs) >= 5 and all(bounds) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"] and len(sys.argv) == 3:
        make(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 5:
        sys.exit(compare(Path(sys.argv[2]), sys.argv[3], sys.argv[4]))
    else:
        sys.exit(__doc__)
