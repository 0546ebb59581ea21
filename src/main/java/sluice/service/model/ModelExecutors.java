package sluice.service.model;

import java.util.concurrent.Executor;

/**
 * The executors of what blocks around models. They are apart so that a slow task of one kind holds
 * up none of another; each has a bound of threads.
 *
 * @param lookups looks at models' files
 * @param compilations compiles models
 * @param devices cancels inferences and closes models
 */
public record ModelExecutors(
    Executor lookups, LimitedExecutor compilations, LimitedExecutor devices) {}
