package sluice.tune;

/**
 * A rejected candidate, which was not measured.
 *
 * @param candidate which
 * @param reason why, in words
 */
public record RejectedCandidate(Candidate candidate, String reason) {}
