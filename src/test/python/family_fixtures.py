"""Writes what the readers of model outputs are held to: family_fixtures.py FOLDER [NAME ...]

Each fixture is an architecture of another project with random weights, run once over random pixels,
and what that project's own code finds in the outputs. NAME.json says how and what, NAME.f32.gz has
the outputs' floats, little-endian, one after the other. No weights of anybody are used or kept.

Needs Python 3.11 and, from PyPI: torch, torchvision, ultralytics (8.4 for all but rt-detr, 8.3 for
that: another folder on PYTHONPATH), yolov5 with seaborn and setuptools<81, yolox
(--no-build-isolation), transformers, rfdetr, openvino-model-api; super-gradients (pip download
--no-deps, unpacked into a folder on PYTHONPATH: one file of it is used, and what it depends on
isn't). What the fixtures in the repository were
made with stands in them.
"""

import gzip
import json
import sys
import types
from importlib import metadata
from pathlib import Path

import numpy as np
import torch

WIDTH, HEIGHT, CLASSES = 96, 64, 12
THRESHOLD, IOU = 0.25, 0.45


def pixels(seed):
    torch.manual_seed(seed)
    blocks = torch.rand(1, 3, HEIGHT // 8, WIDTH // 8)
    return torch.nn.functional.interpolate(blocks, size=(HEIGHT, WIDTH)) * 0.8 + torch.rand(1, 3, HEIGHT, WIDTH) * 0.2


def warmed(model, *arguments):
    """Random layers fade out or blow up; batch normalisation holds them if it knows their spread."""
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None
            module.train()
    with torch.no_grad():
        model(*arguments)
    return model.eval()


def spread(layers, run, mean, deviation, by_channel=False):
    """Scales the last layers of a head so that their outputs have a mean and a deviation.

    By channel, those of queries; else heads whose queries are much alike would find one thing only.
    """
    for layer in layers:
        if not layer.weight.any():
            torch.nn.init.normal_(layer.weight)
        seen = []
        hook = layer.register_forward_hook(lambda module, given, got: seen.append(got.detach()))
        with torch.no_grad():
            run()
            hook.remove()
            if by_channel:
                got = seen[-1].flatten(0, -2)
                middle, scale = got.mean(0), deviation / got.std(0)
                layer.weight.mul_(scale[:, None])
            else:
                got = torch.cat([each.flatten() for each in seen])
                middle, scale = got.mean(), deviation / got.std()
                layer.weight.mul_(scale)
            layer.bias.copy_((layer.bias - middle) * scale + mean)


def save(folder, name, family, source, outputs, objects=None, classes=None, threshold=THRESHOLD, **more):
    assert all(np.isfinite(values).all() for _, values in outputs)
    described = {
        "family": family,
        "source": source,
        "threshold": threshold,
        "iou": IOU,
        "input": [WIDTH, HEIGHT],
        "outputs": [{"name": port, "shape": list(values.shape)} for port, values in outputs],
    }
    if objects is not None:
        described["objects"] = [
            [int(label), round(float(confidence), 6)] + [round(float(edge), 4) for edge in box]
            for label, confidence, box in objects
            if box[0] <= box[2] and box[1] <= box[3]
        ]
    if classes is not None:
        described["classes"] = [[int(label), round(float(share), 6)] for label, share in classes]
    floats = b"".join(np.ascontiguousarray(values, dtype="<f4").tobytes() for _, values in outputs)
    described.update(more)
    text = json.dumps(described)
    for member in ("outputs", "objects", "classes", *more):
        text = text.replace(f'"{member}": [', f'\n"{member}": [')
    (folder / f"{name}.json").write_text(text.replace("], [", "],\n[") + "\n")
    (folder / f"{name}.f32.gz").write_bytes(gzip.compress(floats, 9, mtime=0))
    found = described.get("objects", described.get("classes"))
    print(f"{name}: {len(floats)} bytes, found {len(found)}: {found[:2]}")


def version(package):
    return f"{package} {metadata.version(package)}"


def yolov5(folder):
    import yolov5
    from yolov5.models.yolo import DetectionModel
    from yolov5.utils.general import non_max_suppression

    torch.manual_seed(5)
    image = pixels(50)
    settings = Path(yolov5.__file__).parent / "models" / "yolov5n.yaml"
    model = warmed(DetectionModel(str(settings), ch=3, nc=CLASSES), image)
    head = model.model[-1]
    spread(head.m, lambda: model(image), -0.5, 2)
    with torch.no_grad():
        rows = model(image)[0]
    found = non_max_suppression(rows.clone(), THRESHOLD, IOU)[0]
    objects = [(row[5], row[4], row[:4]) for row in found]
    save(folder, "yolov5n", "yolov5", f"{version('yolov5')}, yolov5n.yaml", [("output0", rows.numpy())], objects)


def ultralytics(folder, name, family, settings):
    from ultralytics.nn.tasks import DetectionModel
    from ultralytics.utils.nms import non_max_suppression

    torch.manual_seed(8)
    image = pixels(80)
    model = warmed(DetectionModel(settings, ch=3, nc=CLASSES, verbose=False), image)
    head = model.model[-1]
    boxes, scores = head.cv2, head.cv3
    if family == "yolo-end-to-end":
        head.end2end = True
        boxes, scores = head.one2one_cv2, head.one2one_cv3
    distances = [each[-1] for each in boxes]
    if head.reg_max > 1:
        spread(distances, lambda: model(image), 0, 1)
        for layer in distances:
            layer.bias.data -= 0.5 * torch.arange(head.reg_max).repeat(4)
    else:
        spread(distances, lambda: model(image), 2, 1.5)
    mean = -5.5 if head.end2end else -3.2
    spread([each[-1] for each in scores], lambda: model(image), mean, 2)
    head.export, head.format = True, "onnx"
    with torch.no_grad():
        got = model(image)
    found = non_max_suppression(got.clone(), THRESHOLD, IOU, end2end=head.end2end)[0]
    objects = [(row[5], row[4], row[:4]) for row in found]
    save(folder, name, family, f"{version('ultralytics')}, {settings}", [("output0", got.numpy())], objects)


def runs(mask):
    """The lengths of a mask's runs, row by row; the first one lies outside."""
    flat = np.concatenate(([0], np.asarray(mask, dtype=np.int8).flatten(), [0]))
    ends = np.flatnonzero(np.diff(flat))
    return np.diff(np.concatenate(([0], ends, [mask.numel()]))).tolist()


def shapes(folder, name, family, settings, point=None, classes=CLASSES):
    """Masks, key points and rotated boxes of ultralytics: its own predictors' postprocessing.

    Floats are cut to half precision, or the masks' prototypes would be the greatest files here.
    """
    from ultralytics.nn import tasks
    from ultralytics.utils.nms import non_max_suppression
    from ultralytics.utils.ops import process_mask, xywhr2xyxyxyxy

    torch.manual_seed(9)
    image = pixels(90)
    kind = {"yolo-segment": tasks.SegmentationModel, "yolo-pose": tasks.PoseModel, "yolo-obb": tasks.OBBModel}[family]
    model = kind(settings, ch=3, nc=classes, verbose=False, **({"data_kpt_shape": point} if point else {}))
    model = warmed(model, image)
    head = model.model[-1]
    head.end2end = end2end = "26" in settings
    prefix = "one2one_" if end2end else ""
    boxes, scores = getattr(head, prefix + "cv2"), getattr(head, prefix + "cv3")
    distances = [each[-1] for each in boxes]
    if head.reg_max > 1:
        spread(distances, lambda: model(image), 0, 1)
        for layer in distances:
            layer.bias.data -= 0.6 * torch.arange(head.reg_max).repeat(4)
    else:
        spread(distances, lambda: model(image), 1, 0.7)
    mean = -2 if classes == 1 else -3.5 if end2end else -3.2
    if family == "yolo-segment":
        mean -= 1.5
    spread([each[-1] for each in scores], lambda: model(image), mean, 2)
    extras = getattr(head, prefix + ("cv4_kpts" if family == "yolo-pose" and end2end else "cv4"))
    lasts = [each if isinstance(each, torch.nn.Conv2d) else each[-1] for each in extras]
    spread(lasts, lambda: model(image), 0, {"yolo-segment": 1, "yolo-pose": 2, "yolo-obb": 1}[family])
    head.export, head.format = True, "onnx"
    with torch.no_grad():
        got = model(image)
    outputs = [each.half().float() for each in (got if isinstance(got, (tuple, list)) else [got])]
    rotated = family == "yolo-obb"
    # No number of half precision: a confidence of just the threshold is in here and out there.
    threshold = THRESHOLD + 0.0001
    found = non_max_suppression(
        outputs[0].clone(), threshold, IOU, nc=classes, rotated=rotated, end2end=end2end
    )[0]
    if family != "yolo-obb":  # What is no box is not told here, nor is its shape.
        found = found[(found[:, 0] <= found[:, 2]) & (found[:, 1] <= found[:, 3])]
    more = {}
    if family == "yolo-segment":
        masks = process_mask(outputs[1][0], found[:, 6:], found[:, :4], (HEIGHT, WIDTH), upsample=True)
        keep = masks.amax((-2, -1)) > 0
        found, masks = found[keep], masks[keep]
        more["masks"] = [runs(mask) for mask in masks]
        hulls = found[:, :4]
    elif family == "yolo-pose":
        count, values = head.kpt_shape
        more["kpt_shape"] = [count, values]
        more["points"] = [[round(float(value), 6) for value in row] for row in found[:, 6:]]
        hulls = found[:, :4]
    else:
        corners = xywhr2xyxyxyxy(torch.cat([found[:, :4], found[:, -1:]], 1))
        more["corners"] = [[round(float(value), 4) for value in row] for row in corners.flatten(1)]
        hulls = torch.cat([corners.amin(1), corners.amax(1)], 1)
    objects = [(row[5], row[4], hull) for row, hull in zip(found, hulls)]
    ports = [(f"output{i}", each.numpy()) for i, each in enumerate(outputs)]
    save(folder, name, family, f"{version('ultralytics')}, {settings}", ports, objects, threshold=threshold, **more)


def yolox(folder):
    from yolox.models import YOLOPAFPN, YOLOX, YOLOXHead
    from yolox.utils import postprocess

    torch.manual_seed(10)
    image = pixels(100) * 255
    channels = [256, 512, 1024]
    backbone = YOLOPAFPN(0.33, 0.25, in_channels=channels, depthwise=True)
    head = YOLOXHead(CLASSES, 0.25, in_channels=channels, depthwise=True)
    model = YOLOX(backbone, head).eval()
    head.decode_in_inference = False
    warmed(model, image)
    spread(head.cls_preds, lambda: model(image), 0, 2)
    spread(head.obj_preds, lambda: model(image), -0.5, 2)
    spread(head.reg_preds, lambda: model(image), 0.5, 0.8)
    with torch.no_grad():
        rows = model(image)
        found = postprocess(head.decode_outputs(rows.clone(), rows.type()), CLASSES, THRESHOLD, IOU)[0]
    objects = [(row[6], row[4] * row[5], row[:4]) for row in found]
    save(folder, "yolox", "yolox", f"{version('yolox')}, YOLOX-Nano", [("output", rows.numpy())], objects)


def rt_detr_ultralytics(folder):
    """The export of 8.3 has the probabilities of all classes, that of 8.4 the likeliest class."""
    import ultralytics as package
    from ultralytics.models.rtdetr import RTDETRPredictor
    from ultralytics.nn.tasks import RTDETRDetectionModel

    torch.manual_seed(12)
    image = pixels(120)
    model = RTDETRDetectionModel("rtdetr-resnet50.yaml", ch=3, nc=CLASSES, verbose=False)
    head = model.model[-1]
    head.num_queries = 60
    warmed(model, image)
    spread([head.dec_bbox_head[-1].layers[-1]], lambda: model(image), 0, 1, by_channel=True)
    spread([head.dec_score_head[-1]], lambda: model(image), -4, 2, by_channel=True)
    head.export = True
    with torch.no_grad():
        rows = model(image)
    predictor = types.SimpleNamespace(
        args=types.SimpleNamespace(conf=THRESHOLD, classes=None, max_det=300),
        model=types.SimpleNamespace(names={i: str(i) for i in range(CLASSES)}),
        batch=[["pixels"]],
    )
    blank = np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8)
    found = RTDETRPredictor.postprocess(predictor, rows.clone(), image, [blank])[0].boxes.data
    objects = sorted(((row[5], row[4], row[:4]) for row in found), key=lambda one: -one[1])
    family = "rt-detr-end-to-end" if rows.shape[2] == 6 else "rt-detr"
    source = f"ultralytics {package.__version__}, rtdetr-resnet50.yaml"
    save(folder, f"{family}-ultralytics", family, source, [("output0", rows.numpy())], objects)


def queries(folder, name, family, model, logits, boxes, processor, mean):
    image = pixels(130)
    warmed(model, image)
    spread([boxes], lambda: model(image), 0, 1, by_channel=True)
    spread([logits], lambda: model(image), mean, 2, by_channel=True)
    with torch.no_grad():
        got = model(image)
    found = processor.post_process_object_detection(got, THRESHOLD, target_sizes=[(HEIGHT, WIDTH)])[0]
    objects = sorted(zip(found["labels"], found["scores"], found["boxes"]), key=lambda one: -one[1])
    outputs = [("logits", got.logits.numpy()), ("pred_boxes", got.pred_boxes.numpy())]
    save(folder, name, family, f"{version('transformers')}, {type(model).__name__}", outputs, objects)


def rt_detr_transformers(folder):
    from transformers import RTDetrConfig, RTDetrForObjectDetection, RTDetrImageProcessor, RTDetrResNetConfig

    torch.manual_seed(13)
    backbone = RTDetrResNetConfig(
        embedding_size=16,
        hidden_sizes=[16, 32, 48, 64],
        depths=[1, 1, 1, 1],
        layer_type="basic",
        out_features=["stage2", "stage3", "stage4"],
    )
    config = RTDetrConfig(
        backbone_config=backbone,
        num_labels=CLASSES,
        num_queries=60,
        d_model=32,
        encoder_hidden_dim=32,
        encoder_in_channels=[32, 48, 64],
        decoder_in_channels=[32, 32, 32],
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
    )
    model = RTDetrForObjectDetection(config).eval()
    decoder = model.model.decoder
    logits, boxes = decoder.class_embed[-1], decoder.bbox_embed[-1].layers[-1]
    queries(folder, "rt-detr-transformers", "rt-detr", model, logits, boxes, RTDetrImageProcessor(), -4.5)


def detr(folder):
    from transformers import DetrConfig, DetrForObjectDetection, DetrImageProcessor, ResNetConfig

    torch.manual_seed(14)
    backbone = ResNetConfig(
        embedding_size=16,
        hidden_sizes=[16, 32, 48, 64],
        depths=[1, 1, 1, 1],
        layer_type="basic",
        out_features=["stage4"],
    )
    config = DetrConfig(
        use_timm_backbone=False,
        use_pretrained_backbone=False,
        backbone=None,
        backbone_config=backbone,
        num_labels=CLASSES,
        num_queries=60,
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
    )
    model = DetrForObjectDetection(config).eval()
    logits, boxes = model.class_labels_classifier, model.bbox_predictor.layers[-1]
    queries(folder, "detr", "detr", model, logits, boxes, DetrImageProcessor(), 0)


def rf_detr(folder):
    """Square inputs only: boxes are fractions, so that any picture will do to hold them to."""
    import rfdetr
    from rfdetr.export._runtime.decode import decode_detections

    torch.manual_seed(17)
    model = rfdetr.RFDETRNano(
        pretrain_weights=None, num_classes=CLASSES, num_queries=60, num_select=60, resolution=192, device="cpu"
    ).model.model.eval()
    image = torch.nn.functional.interpolate(pixels(170), size=(192, 192))
    spread([model.bbox_embed.layers[-1]], lambda: model(image), 0, 0.5, by_channel=True)
    spread([model.class_embed], lambda: model(image), -4, 2, by_channel=True)
    with torch.no_grad():
        got = model(image)
    boxes, logits = got["pred_boxes"].numpy(), got["pred_logits"].numpy()
    found = decode_detections(boxes[0], logits[0], (WIDTH, HEIGHT), THRESHOLD)
    objects = list(zip(found.class_id, found.confidence, found.xyxy))
    save(folder, "rf-detr", "rf-detr", f"{version('rfdetr')}, RFDETRNano", [("dets", boxes), ("labels", logits)], objects)


def trained_ssd(seed, pictures):
    """A detector of torchvision with random weights that sifts its own boxes, and its outputs."""
    from torchvision.models.detection import ssdlite320_mobilenet_v3_large

    torch.manual_seed(seed)
    images = torch.cat([pixels(each) for each in pictures])
    model = ssdlite320_mobilenet_v3_large(
        weights=None, weights_backbone=None, num_classes=CLASSES, score_thresh=0.02, detections_per_img=100
    ).eval()
    warmed(model, images)
    with torch.no_grad():
        return model(images)[0]


def boxes_labels(folder):
    """A detector that sifts its own boxes, with outputs joined as OpenVINO's training extensions do."""
    from model_api.models.ssd import BoxesLabelsParser

    got = trained_ssd(15, [150, 151])
    boxes = torch.cat((got["boxes"], got["scores"][:, None]), 1)[None].numpy()
    labels = got["labels"][None].numpy().astype(np.float32)
    ports = {
        name: types.SimpleNamespace(shape=values.shape, names={name})
        for name, values in (("boxes", boxes), ("labels", labels))
    }
    parse = BoxesLabelsParser(ports, (WIDTH, HEIGHT))
    found = parse({"boxes": boxes.copy(), "labels": labels.copy()})
    threshold = float(np.sort(found.scores)[-40]) - 1e-6
    objects = [
        (label, score, box * [WIDTH, HEIGHT, WIDTH, HEIGHT])
        for box, label, score in zip(found.bboxes, found.labels, found.scores)
        if score >= threshold
    ]
    objects.sort(key=lambda one: -one[1])
    source = f"{version('torchvision')}, ssdlite320_mobilenet_v3_large; {version('openvino-model-api')}"
    outputs = [("boxes", boxes), ("labels", labels)]
    save(folder, "boxes-labels", "boxes-labels", source, outputs, objects, threshold=threshold)


def boxes_labels_scores(folder):
    """What the detector gives is what it has found; labels are counted from 1."""
    got = trained_ssd(17, [170, 171])
    threshold = float(got["scores"].sort().values[-40]) - 1e-6
    objects = [
        (label - 1, score, box)
        for box, label, score in zip(got["boxes"], got["labels"], got["scores"])
        if score >= threshold
    ]
    objects.sort(key=lambda one: -one[1])
    outputs = [(name, got[name].numpy().astype(np.float32)) for name in ("boxes", "labels", "scores")]
    source = f"{version('torchvision')}, ssdlite320_mobilenet_v3_large"
    save(folder, "boxes-labels-scores", "boxes-labels-scores", source, outputs, objects, threshold=threshold)


def scattered(count, seed):
    """Boxes that overlap in part, [count, 4] in fractions, some of them over the edges."""
    torch.manual_seed(seed)
    nests = torch.rand(count // 8, 4) * torch.tensor([0.9, 0.9, 0.3, 0.3]) + torch.tensor([0, 0, 0.05, 0.05])
    boxes = nests.repeat(8, 1)[torch.randperm(count // 8 * 8)] + torch.randn(count // 8 * 8, 4) * 0.01
    boxes = torch.cat([boxes, torch.rand(count - len(boxes), 4) * 0.5])
    centres, sizes = boxes[:, :2], boxes[:, 2:].clamp(min=0.01)
    return torch.cat([centres - sizes / 2, centres + sizes / 2], 1)


def boxes_scores(folder):
    """Random boxes and scores, and what super-gradients' file for YOLO-NAS and PP-YOLOE finds in them."""
    import importlib.util

    package = Path(importlib.util.find_spec("super_gradients").origin).parent
    base = types.ModuleType("super_gradients.training.utils.detection_utils")
    base.DetectionPostPredictionCallback = torch.nn.Module
    for name in ("super_gradients", "super_gradients.training", "super_gradients.training.utils", base.__name__):
        sys.modules[name] = base
    file = package / "training/models/detection_models/pp_yolo_e/post_prediction_callback.py"
    module = types.ModuleType("callback")
    exec(compile(file.read_text(), str(file), "exec"), module.__dict__)
    callback = module.PPYoloEPostPredictionCallback(
        score_threshold=THRESHOLD, nms_threshold=IOU, nms_top_k=1000, max_predictions=300, multi_label_per_box=False
    )
    cells = sum(WIDTH // step * (HEIGHT // step) for step in (8, 16, 32))
    boxes = scattered(cells, 180)[None] * torch.tensor([WIDTH, HEIGHT, WIDTH, HEIGHT])
    scores = torch.sigmoid(torch.randn(1, cells, CLASSES) * 1.5 - 3)
    found = callback((boxes, scores))[0]
    objects = [(row[5], row[4], row[:4]) for row in found]
    name = [line.split("-")[1] for line in (each.name for each in package.parent.glob("super_gradients-*"))][0]
    source = f"super-gradients {name.removesuffix('.dist')}, random tensors"
    outputs = [("graph2_904_before_flatten", boxes.numpy()), ("885", scores.numpy())]
    save(folder, "boxes-scores", "boxes-scores", source, outputs, objects)


def ultraface(folder):
    """Random boxes and scores. Its own code isn't published as a package: written down here as its
    run_video_face_detect_onnx.py (predict) and vision/utils/box_utils_numpy.py (hard_nms) have it,
    with the suppression of torchvision, which is the same but for the 1e-5 in the divisor.
    """
    from torchvision.ops import nms

    cells = sum(-(-WIDTH // step) * -(-HEIGHT // step) * each for step, each in ((8, 3), (16, 2), (32, 2), (64, 3)))
    boxes = scattered(cells, 190)
    scores = torch.softmax(torch.randn(cells, 2) * 2 + torch.tensor([1.0, 0.0]), 1)
    probable = scores[:, 1] > THRESHOLD
    kept = nms(boxes[probable], scores[probable, 1], IOU)
    scale = torch.tensor([WIDTH, HEIGHT, WIDTH, HEIGHT])
    objects = [(0, scores[probable, 1][i], boxes[probable][i] * scale) for i in kept]
    outputs = [("scores", scores[None].numpy()), ("boxes", boxes[None].numpy())]
    source = f"formula of its predict; nms of {version('torchvision')}, random tensors"
    save(folder, "ultraface", "ultraface", source, outputs, objects)


def classification(folder):
    from torchvision.models import mobilenet_v3_small

    torch.manual_seed(16)
    image = pixels(160)
    model = mobilenet_v3_small(weights=None, num_classes=1000).eval()
    warmed(model, image)
    spread([model.classifier[-1]], lambda: model(image), 0, 3)
    with torch.no_grad():
        logits = model(image)
        shares = logits.softmax(1)
    best = shares[0].topk(5)
    classes = list(zip(best.indices, best.values))
    source = f"{version('torchvision')}, mobilenet_v3_small"
    save(folder, "logits", "classification", source, [("logits", logits.numpy())], classes=classes, threshold=0)
    save(folder, "probabilities", "classification", source, [("prob", shares.numpy())], classes=classes, threshold=0)


FIXTURES = {
    "yolov5": yolov5,
    "yolov8": lambda folder: ultralytics(folder, "yolov8n", "yolov8", "yolov8n.yaml"),
    "yolov9": lambda folder: ultralytics(folder, "yolov9t", "yolov8", "yolov9t.yaml"),
    "yolo11": lambda folder: ultralytics(folder, "yolo11n", "yolov8", "yolo11n.yaml"),
    "yolo12": lambda folder: ultralytics(folder, "yolo12n", "yolov8", "yolo12n.yaml"),
    "yolov10": lambda folder: ultralytics(folder, "yolov10n", "yolo-end-to-end", "yolov10n.yaml"),
    "yolo26": lambda folder: ultralytics(folder, "yolo26n", "yolo-end-to-end", "yolo26n.yaml"),
    "yolov8-seg": lambda folder: shapes(folder, "yolov8n-seg", "yolo-segment", "yolov8n-seg.yaml"),
    "yolo26-seg": lambda folder: shapes(folder, "yolo26n-seg", "yolo-segment", "yolo26n-seg.yaml"),
    "yolov8-pose": lambda folder: shapes(folder, "yolov8n-pose", "yolo-pose", "yolov8n-pose.yaml", (5, 2), 3),
    "yolo11-pose": lambda folder: shapes(folder, "yolo11n-pose", "yolo-pose", "yolo11n-pose.yaml", classes=1),
    "yolo26-pose": lambda folder: shapes(folder, "yolo26n-pose", "yolo-pose", "yolo26n-pose.yaml", classes=1),
    "yolov8-obb": lambda folder: shapes(folder, "yolov8n-obb", "yolo-obb", "yolov8n-obb.yaml", classes=3),
    "yolo11-obb": lambda folder: shapes(folder, "yolo11n-obb", "yolo-obb", "yolo11n-obb.yaml"),
    "yolo26-obb": lambda folder: shapes(folder, "yolo26n-obb", "yolo-obb", "yolo26n-obb.yaml"),
    "yolox": yolox,
    "rt-detr-ultralytics": rt_detr_ultralytics,
    "rt-detr-transformers": rt_detr_transformers,
    "detr": detr,
    "rf-detr": rf_detr,
    "boxes-labels": boxes_labels,
    "boxes-labels-scores": boxes_labels_scores,
    "boxes-scores": boxes_scores,
    "ultraface": ultraface,
    "classification": classification,
}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or FIXTURES:
        FIXTURES[name](folder)


if __name__ == "__main__":
    main()
