"""Writes what the readers of models' files are held to: model_formats.py FOLDER tensorflow|paddle

Small graphs with random weights in the formats of their frameworks, a picture, and what the
framework's own runtime makes of it: FRAMEWORK.properties has a line for each model, its outputs'
floats one after the other. A classifier takes colours of 0 to 1; a detector (TensorFlow's names of
outputs, a picture of any size in whole numbers) finds two boxes that depend on the picture; only
its outputs' scores and boxes are noted. A quantised model is there to be refused.

Needs Python 3.11 and, from PyPI, tensorflow-cpu (2.21), or paddlepaddle (3.3).
"""

import json
import os
import shutil
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, CLASSES, CHANNELS = 32, 24, 5, 8


def picture():
    blocks = np.random.default_rng(17).integers(0, 256, (HEIGHT // 4, WIDTH // 4, 3), dtype=np.uint8)
    return blocks.repeat(4, 0).repeat(4, 1)


def write_png(file, pixels):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 2, 0, 0, 0)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def weights():
    random = np.random.default_rng(4)
    kernel = random.normal(0, 0.8, (3, 3, 3, CHANNELS)).astype(np.float32)
    return kernel, random.normal(0, 0.5, (CHANNELS, CLASSES)).astype(np.float32)


def write_results(folder, framework, results):
    lines = [f"{name} = {' '.join(repr(float(x)) for x in np.concatenate([np.ravel(y) for y in outputs]))}\n" for name, outputs in results.items()]
    (folder / f"{framework}.properties").write_text("".join(lines))


def write_fractions(file):
    """What Ultralytics exports: boxes of a grid in fractions of the input, metadata in a ZIP archive behind."""
    import tensorflow as tf

    side, cells = 32, []
    for step in (8, 16, 32):
        cells += [[(x + 0.5) * step / side, (y + 0.5) * step / side, 0.5, 0.5] for y in range(side // step) for x in range(side // step)]
    scores = np.zeros((len(cells), 2), np.float32)
    scores[-1] = [0.1, 0.75]  # the one cell of the coarsest grid, in the middle
    table = np.concatenate([np.array(cells, np.float32), scores], 1).T[None]

    @tf.function(input_signature=[tf.TensorSpec([1, side, side, 3], tf.float32, name="images")])
    def head(images):
        # OpenVINO leaves the shape of a slice open.
        longer = tf.constant(np.pad(table, [(0, 0), (0, 3), (0, 0)])) + tf.floor(tf.reduce_mean(images) / 2)
        return tf.slice(longer, [0, 0, 0], table.shape)

    file.write_bytes(tf.lite.TFLiteConverter.from_concrete_functions([head.get_concrete_function()]).convert())
    metadata = {"description": "Ultralytics YOLOv8n model ", "author": "Ultralytics", "stride": 32, "task": "detect", "head": "Detect"}
    metadata |= {"batch": 1, "imgsz": [side, side], "names": {"0": "cat", "1": "dog's"}, "channels": 3, "end2end": False}
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("metadata.json"), json.dumps(metadata))


def of_tensorflow(folder):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2 as frozen

    kernel, dense = weights()

    class Classifier(tf.Module):
        def __init__(self):
            super().__init__()
            self.kernel = tf.Variable(kernel)
            self.dense = tf.Variable(dense)

        def __call__(self, images):
            features = tf.nn.relu(tf.nn.conv2d(images, self.kernel, 2, "SAME"))
            return {"scores": tf.nn.softmax(tf.matmul(tf.reduce_mean(features, [1, 2]), self.dense))}

    class Detector(tf.Module):
        def __call__(self, images):
            colours = tf.reduce_mean(tf.cast(images, tf.float32), [1, 2]) / 255
            red, green, blue = colours[0, 0], colours[0, 1], colours[0, 2]
            nothing = tf.floor(red / 2)
            boxes = [[red / 4, green / 4, 0.5 + red / 4, 0.5 + green / 4], [blue / 2, 0.25, 1.0, 0.75]]
            return {
                "detection_boxes": tf.stack([tf.stack([tf.stack(box) for box in boxes])]),
                "detection_classes": tf.constant([[1.0, 3.0]]) + nothing,
                "detection_scores": tf.stack([tf.stack([0.5 + red / 4, 0.4 + blue / 4])]),
                "num_detections": tf.constant([2.0]) + nothing,
            }

    pixels = picture()
    write_png(folder / "picture.png", pixels)
    fractions = (pixels[None] / 255).astype(np.float32)
    results = {}

    classifier = Classifier()
    shape = tf.TensorSpec([None, HEIGHT, WIDTH, 3], tf.float32, name="images")
    traced = tf.function(classifier.__call__).get_concrete_function(shape)
    saved = folder / "saved_model"
    shutil.rmtree(saved, ignore_errors=True)
    tf.saved_model.save(classifier, str(saved), signatures=traced)
    results["saved_model"] = [tf.saved_model.load(str(saved)).signatures["serving_default"](tf.constant(fractions))["scores"]]

    graph = frozen(traced).graph.as_graph_def()
    (folder / "classifier.pb").write_bytes(graph.SerializeToString())
    session = tf.compat.v1.Session(graph=tf.Graph())
    with session.graph.as_default():
        tf.import_graph_def(graph, name="")
    results["classifier.pb"] = [session.run("Identity:0", {"images:0": fractions})]

    converter = tf.lite.TFLiteConverter.from_saved_model(str(saved))
    lite = converter.convert()
    (folder / "classifier.tflite").write_bytes(lite)
    interpreter = tf.lite.Interpreter(model_content=lite)
    interpreter.resize_tensor_input(0, fractions.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], fractions)
    interpreter.invoke()
    results["classifier.tflite"] = [interpreter.get_tensor(interpreter.get_output_details()[0]["index"])]

    converter = tf.lite.TFLiteConverter.from_saved_model(str(saved))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([fractions * i / 10] for i in range(1, 11))
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.uint8
    (folder / "quantised.tflite").write_bytes(converter.convert())

    detector = Detector()
    shape = tf.TensorSpec([1, None, None, 3], tf.uint8, name="images")
    traced = tf.function(detector.__call__).get_concrete_function(shape)
    found = traced(tf.constant(pixels[None]))
    saved = folder / "detector"
    shutil.rmtree(saved, ignore_errors=True)
    tf.saved_model.save(detector, str(saved), signatures=traced)
    results["detector"] = [found["detection_scores"], found["detection_boxes"]]
    write_results(folder, "tensorflow", results)
    write_fractions(folder / "fractions.tflite")


def strip_callstacks(file):
    """Takes out where in whose files each operator was made: no runtime reads it."""
    from paddle.base.proto import framework_pb2

    program = framework_pb2.ProgramDesc.FromString(file.read_bytes())
    for operator in (each for block in program.blocks for each in block.ops):
        for at in reversed(range(len(operator.attrs))):
            if operator.attrs[at].name == "op_callstack":
                del operator.attrs[at]
    file.write_bytes(program.SerializeToString())


def of_paddle(folder):
    # Programs as a .pdmodel, which is what OpenVINO reads; the newer form is a .json.
    os.environ["FLAGS_enable_pir_api"] = "0"
    import paddle

    kernel, dense = weights()

    class Classifier(paddle.nn.Layer):
        def __init__(self):
            super().__init__()
            self.convolution = paddle.nn.Conv2D(3, CHANNELS, 3, 2, 1, bias_attr=False)
            self.dense = paddle.nn.Linear(CHANNELS, CLASSES, bias_attr=False)

        def forward(self, image):
            features = paddle.nn.functional.relu(self.convolution(image)).mean([2, 3])
            return paddle.nn.functional.softmax(self.dense(features))

    classifier = Classifier()
    classifier.convolution.weight.set_value(paddle.to_tensor(kernel.transpose(3, 2, 0, 1).copy()))
    classifier.dense.weight.set_value(paddle.to_tensor(dense))
    classifier.eval()
    shape = paddle.static.InputSpec([None, 3, HEIGHT, WIDTH], "float32", "image")
    paddle.jit.save(classifier, str(folder / "classifier"), input_spec=[shape])
    (folder / "classifier.pdiparams.info").unlink(missing_ok=True)
    strip_callstacks(folder / "classifier.pdmodel")

    config = paddle.inference.Config(str(folder / "classifier.pdmodel"), str(folder / "classifier.pdiparams"))
    predictor = paddle.inference.create_predictor(config)
    fractions = (picture().transpose(2, 0, 1)[None] / 255).astype(np.float32)
    predictor.get_input_handle(predictor.get_input_names()[0]).copy_from_cpu(np.ascontiguousarray(fractions))
    predictor.run()
    scores = predictor.get_output_handle(predictor.get_output_names()[0]).copy_to_cpu()
    write_results(folder, "paddle", {"classifier.pdmodel": [scores]})


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    {"tensorflow": of_tensorflow, "paddle": of_paddle}[sys.argv[2]](target)
