/**
 * The device's side of a stream: a pool of infer requests that the streams of one model share,
 * fairly, and the tensors that they work on. {@link sluice.stage.inference.InferenceEngine} is the
 * port behind which a runtime stands; the adapter for OpenVINO is in the sub-package. Depends on
 * core only.
 */
package sluice.stage.inference;
