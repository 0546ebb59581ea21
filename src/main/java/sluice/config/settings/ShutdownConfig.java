package sluice.config.settings;

import java.time.Duration;

/**
 * Settings of the graceful shutdown.
 *
 * @param timeout within which frames in flight and files are finished; what is left then is
 *     abandoned
 */
public record ShutdownConfig(Duration timeout) {}
