/**
 * Families of models that scale boxes to the original picture themselves, which they take the size
 * of: {@code rt-detr-deploy} and {@code paddle-detection}. Depends on {@code stage.postprocess} and
 * core.
 */
package sluice.stage.postprocess.deployed;
