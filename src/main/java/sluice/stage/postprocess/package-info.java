/**
 * Postprocessing: from raw outputs to predictions. Here is the port ({@link
 * sluice.stage.postprocess.Postprocessor}), the plug-in interface for a family of models ({@link
 * sluice.stage.postprocess.Family}), the registry over a list of them, and what their readers have
 * in common. A package below this one is a family, or several that share a reader; families see
 * this package and core, not each other. Depends on core only.
 */
package sluice.stage.postprocess;
