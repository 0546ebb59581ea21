/**
 * OpenVINO for Java: read a model, fold preprocessing into it, compile it for a device, and run
 * inferences, synchronously or with a callback, over memory of the caller's own.
 *
 * <p><b>Start.</b> {@link sluice.openvino.Core#create} loads the library (see {@link
 * sluice.openvino.OpenVino#load}); then {@code Core -> Model -> CompiledModel -> InferRequest},
 * with {@link sluice.openvino.Tensor}s as inputs and outputs.
 *
 * <p><b>Closing.</b> The creator of an object closes it. Closing is allowed at any time, in any
 * order, twice and from any thread, and never blocks: the object refuses further use with an {@link
 * java.lang.IllegalStateException} at once, and its native part is freed as soon as nothing works
 * on it (an inference that runs is never cut off; it ends and its handler is called). What was made
 * from something keeps the native part of that something alive.
 *
 * <p><b>Memory.</b> A tensor over memory of the caller's does not own it. That memory must outlive
 * every request that the tensor was last set on: a device may keep the pointer until the request is
 * given another tensor or is freed, not merely until an inference ends. {@link
 * sluice.openvino.CompiledModel#awaitFreed} says when that is so for all requests of a model.
 * {@link sluice.openvino.Tensor#awaitFreed} says so for one tensor.
 *
 * <p><b>Errors.</b> {@link sluice.openvino.OpenVinoException} with the exact {@link
 * sluice.openvino.Status}; the text beside it is a help.
 *
 * <p><b>Threads.</b> {@code Core}, {@code Model} and {@code CompiledModel} may be shared. An {@code
 * InferRequest} has one user at a time. Calls that wait for the device block the thread, a virtual
 * thread's carrier included: call them from platform threads.
 *
 * <p><b>Properties.</b> Typed constants in groups, see {@link sluice.openvino.Property}; any other
 * key and value as strings.
 *
 * <p>Depends on nothing but the JDK and {@code sluice.openvino.ffi}. More, with an example: {@code
 * src/docs/openvino.md}.
 */
package sluice.openvino;
