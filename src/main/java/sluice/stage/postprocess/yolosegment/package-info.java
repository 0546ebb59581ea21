/** The family {@code yolo-segment}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.yolosegment;
