package sluice.core.recording;

/**
 * A time in a file of a recording that a client is told otherwise: eight bytes, big-endian.
 *
 * @param offset of the first of them in the file
 * @param value what is put there
 */
public record TimePatch(long offset, long value) {}
