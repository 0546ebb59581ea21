/** The family {@code detr}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.detr;
