package sluice.core.recording;

import java.time.Instant;

/**
 * A file of an export: an ordinary MP4, without a gap.
 *
 * @param number from 1, in their order
 * @param from when its first picture came: the key frame at the begin of the export or before it
 * @param to end of the last one
 * @param bytes of the file
 */
public record ExportPart(int number, Instant from, Instant to, long bytes) {}
