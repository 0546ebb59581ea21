/** The family {@code yolox}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.yolox;
