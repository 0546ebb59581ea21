package sluice.json;

/**
 * A value that is JSON already, written as it is.
 *
 * @param text one JSON value in one line
 */
public record RawJson(String text) {}
