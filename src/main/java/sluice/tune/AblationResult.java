package sluice.tune;

/**
 * Result of an ablation, what one choice contributes: the best candidate against the same with one
 * parameter set back to where the search started.
 *
 * @param choice which parameter
 * @param from where it stood
 * @param to where it stands
 * @param ratio the best candidate by the one with the parameter set back, above 1 where the choice
 *     brought something
 * @param noise what the ratio may be off by chance, as a share
 * @param beyondNoise whether it is a gain that is not chance
 */
public record AblationResult(
    Parameter choice, String from, String to, double ratio, double noise, boolean beyondNoise) {}
