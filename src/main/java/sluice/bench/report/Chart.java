package sluice.bench.report;

/**
 * A drawn chart.
 *
 * @param file its name in the report's folder
 * @param title what it shows, in words
 * @param light a PNG for light surroundings
 * @param dark a PNG for dark ones
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are written once, never compared
record Chart(String file, String title, byte[] light, byte[] dark) {}
