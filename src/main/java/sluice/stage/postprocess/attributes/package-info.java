/** The family {@code attributes}. Depends on {@code stage.postprocess} and core. */
package sluice.stage.postprocess.attributes;
