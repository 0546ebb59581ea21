/**
 * From the name or path of a model to a compiled model with its requests: resolved, analysed,
 * compiled.
 */
package sluice.app.model;
