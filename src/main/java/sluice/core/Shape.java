package sluice.core;

/**
 * What a model tells of an object besides its axis-aligned box. Implementations are unchanging
 * values in fractions of the displayed picture; they may outlive the frame that they were found in.
 */
public sealed interface Shape permits Mask, KeyPoints, RotatedBox {}
