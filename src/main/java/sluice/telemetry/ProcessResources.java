package sluice.telemetry;

import java.util.function.LongSupplier;

/**
 * The resources of the process beyond heap and streams, for its gauges. Suppliers return at once,
 * on any thread.
 *
 * @param openLeases frames that are open now, over all streams
 * @param nativeBytes native memory that pictures and tensors hold now
 * @param livePictures live pictures that were drawn so far
 */
public record ProcessResources(
    LongSupplier openLeases, LongSupplier nativeBytes, LongSupplier livePictures) {}
