package sluice.bench;

/**
 * A measurement, and what was found meanwhile.
 *
 * @param measurement the figures
 * @param sightings the objects of the first frames; of none where the mode reads no outputs
 */
public record MeasuredMode(Measurement measurement, FirstDetections sightings) {}
