package sluice.tune;

import java.time.Duration;

/**
 * What a search keeps to.
 *
 * @param time that it may take, above 0; it ends with what is being measured or compiled then
 * @param leastAgreement how far what a candidate finds has to agree with the most exact
 *     computation, 0 to 1
 */
public record SearchLimits(Duration time, double leastAgreement) {}
