/** The family {@code boxes-labels}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.boxeslabels;
