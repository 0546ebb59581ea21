/**
 * OpenVINO behind the port of {@link sluice.stage.inference.InferenceEngine}. Depends on that port,
 * core and {@code sluice.openvino}.
 */
package sluice.stage.inference.openvino;
