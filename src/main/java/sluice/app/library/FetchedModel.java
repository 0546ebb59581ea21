package sluice.app.library;

import java.nio.file.Path;

/**
 * A model's files in a precision, as they are now.
 *
 * @param name the model
 * @param precision the precision
 * @param folder where the files are
 * @param fetched how many files have been fetched
 * @param kept how many were there and right already
 * @param bytes all files together
 */
public record FetchedModel(
    String name, String precision, Path folder, int fetched, int kept, long bytes) {}
