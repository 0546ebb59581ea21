package sluice.service.model;

import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import sluice.service.recovery.FatalErrorHandler;

/**
 * The ports of the model actors: what compiles models, and what ends the process.
 *
 * @param opener compiles models
 * @param fatalErrors ends the process when a device keeps failing
 * @param random 0 to below 1, spreads retries
 * @param blocking executor for what blocks: compiling and closing models
 */
public record ModelPorts(
    ModelOpener opener, FatalErrorHandler fatalErrors, DoubleSupplier random, Executor blocking) {}
