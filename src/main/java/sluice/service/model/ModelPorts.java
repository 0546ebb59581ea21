package sluice.service.model;

import java.util.function.DoubleSupplier;
import sluice.service.recovery.FatalErrorHandler;

/**
 * The ports of the model actors: what compiles models, and what ends the process.
 *
 * @param opener compiles models
 * @param fatalErrors ends the process when a device keeps failing
 * @param random 0 to below 1, spreads retries
 * @param executors where what blocks runs
 */
public record ModelPorts(
    ModelOpener opener,
    FatalErrorHandler fatalErrors,
    DoubleSupplier random,
    ModelExecutors executors) {}
