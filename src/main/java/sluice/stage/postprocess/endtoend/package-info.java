/**
 * The families {@code yolo-end-to-end} and {@code rt-detr-end-to-end}, which share a reader.
 * Depends on {@code stage.postprocess} and core.
 */
package sluice.stage.postprocess.endtoend;
