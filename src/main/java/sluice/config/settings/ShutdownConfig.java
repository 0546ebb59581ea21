package sluice.config.settings;

import java.time.Duration;

/**
 * How the service ends.
 *
 * @param timeout within which frames in flight and files are finished; what is left then is given
 *     up
 */
public record ShutdownConfig(Duration timeout) {}
