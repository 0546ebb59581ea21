package sluice.core;

/**
 * A class that a model gives a whole picture.
 *
 * @param labelId the class, as the model numbers it, from 0
 * @param label the class in words; its number where no label is known
 * @param confidence 0 to 1
 */
public record Classification(int labelId, String label, float confidence) {}
