/**
 * The families {@code boxes-scores} and {@code ultraface}: boxes in one output, a score for each of
 * their classes in another. Depends on {@code stage.postprocess} and core.
 */
package sluice.stage.postprocess.boxesscores;
