/** The family {@code rf-detr}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.rfdetr;
