/** The family {@code yolov5}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.yolov5;
