/** The family {@code yolo-pose}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.yolopose;
