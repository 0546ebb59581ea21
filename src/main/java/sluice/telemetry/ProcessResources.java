package sluice.telemetry;

import java.util.function.LongSupplier;

/**
 * What the process holds outside of the heap and does beside its streams, for metrics. Suppliers
 * return at once, on any thread.
 *
 * @param openLeases frames that are open now, over all streams
 * @param nativeBytes native memory that pictures and tensors hold now
 * @param livePictures live pictures that were drawn so far
 */
public record ProcessResources(
    LongSupplier openLeases, LongSupplier nativeBytes, LongSupplier livePictures) {}
