package sluice.core;

/**
 * What a second model's answer of an object took. Instants are by {@link System#nanoTime}.
 *
 * @param model its name
 * @param object the object's number
 * @param askedNanos when it was asked, in the result stages of a frame
 * @param submittedNanos when the object was cut out, and waited for the device
 * @param waitNanos from there to the start on the device
 * @param inferenceNanos on the device
 * @param answeredNanos when the answer was read
 */
public record CropInference(
    String model,
    long object,
    long askedNanos,
    long submittedNanos,
    long waitNanos,
    long inferenceNanos,
    long answeredNanos) {}
