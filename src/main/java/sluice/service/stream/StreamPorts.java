package sluice.service.stream;

import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import sluice.core.StreamObserver;
import sluice.service.recovery.FatalErrorHandler;

/**
 * The ports of the stream actors: what works on frames, and what ends the process.
 *
 * @param runner runs streams
 * @param outputs makes sinks
 * @param observers further observers of a stream, by its id, such as meters; {@link
 *     StreamObserver#NONE} for none
 * @param fatalErrors ends the process when too many threads are stuck
 * @param clock date and time, for reports
 * @param random 0 to below 1, spreads retries
 */
public record StreamPorts(
    StreamRunner runner,
    StreamOutputs.Opener outputs,
    Function<String, StreamObserver> observers,
    FatalErrorHandler fatalErrors,
    InstantSource clock,
    DoubleSupplier random) {}
