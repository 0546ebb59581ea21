package sluice.service;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import sluice.core.StreamObserver;

/**
 * What the actors need of the world.
 *
 * @param models makes models ready
 * @param runner runs streams
 * @param outputs makes sinks
 * @param observers further ears for a stream, by its id, such as meters; {@link
 *     StreamObserver#NONE} for none
 * @param emergency ends the process
 * @param clock date and time, for reports
 * @param random 0 to below 1, spreads attempts
 * @param blocking runs what takes long: compiling and closing models
 */
public record ServicePorts(
    ModelOpener models,
    StreamRunner runner,
    OutputsOpener outputs,
    Function<String, StreamObserver> observers,
    FatalErrorHandler emergency,
    InstantSource clock,
    DoubleSupplier random,
    Executor blocking) {}
