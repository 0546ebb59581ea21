/**
 * The families {@code boxes-labels-scores} and {@code tf-detection}: boxes, labels counted from 1
 * and scores in an output each, after suppression. Depends on {@code stage.postprocess} and core.
 */
package sluice.stage.postprocess.boxeslabelsscores;
