package sluice.core;

/**
 * One object that a model found in a picture.
 *
 * @param labelId the class, as the model numbers it, from 0
 * @param label the class in words; its number where no label is known
 * @param confidence 0 to 1
 * @param box where, in fractions of the displayed picture
 */
public record Detection(int labelId, String label, float confidence, Box box) {}
