/**
 * The family {@code rt-detr}, whose outputs have two forms. Depends on {@code stage.postprocess}
 * and core.
 */
package sluice.stage.postprocess.rtdetr;
