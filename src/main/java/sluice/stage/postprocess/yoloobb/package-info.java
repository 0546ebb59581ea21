/** The family {@code yolo-obb}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.yoloobb;
