/** The family {@code classification}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.classification;
