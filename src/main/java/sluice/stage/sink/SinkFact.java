package sluice.stage.sink;

/**
 * Something that the test of a sink saw.
 *
 * @param name what it is, in a word or two
 * @param value what it was, without secrets
 */
public record SinkFact(String name, String value) {}
