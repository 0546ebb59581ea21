package sluice.tune;

/**
 * A candidate that was not measured.
 *
 * @param candidate which
 * @param reason why, in words
 */
public record Refusal(Candidate candidate, String reason) {}
