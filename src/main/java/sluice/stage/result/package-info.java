/** The port of what works on results between a model's postprocessor and the sinks. */
package sluice.stage.result;
