package sluice.app.library;

import java.nio.file.Path;

/**
 * A file of a fetched model that was verified; {@code sluice models verify --json} writes these
 * members.
 *
 * @param model the model
 * @param precision the precision
 * @param file where it is, or should be
 * @param right whether it is what the manifest says
 * @param state its state as text
 */
public record CheckedFile(String model, String precision, Path file, boolean right, String state) {}
