package sluice.http;

import java.util.function.LongSupplier;

/**
 * What the process holds outside of the heap, for metrics. Suppliers return at once, on any thread.
 *
 * @param openLeases frames that are open now, over all streams
 * @param nativeBytes native memory that pictures and tensors hold now
 */
public record Resources(LongSupplier openLeases, LongSupplier nativeBytes) {}
