/**
 * From raw outputs to findings: a pure function for each family of models, which reads the floats
 * in place. Depends on core only.
 */
package sluice.stage.postprocess;
