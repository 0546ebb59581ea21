/** The family {@code yolov8}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.yolov8;
