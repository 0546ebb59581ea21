/**
 * The family {@code ssd}: OpenVINO's DetectionOutput. Depends on {@code stage.postprocess} and
 * core.
 */
package sluice.stage.postprocess.ssd;
