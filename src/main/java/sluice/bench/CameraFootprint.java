package sluice.bench;

import java.util.OptionalLong;

/**
 * The most that the process held while cameras were measured.
 *
 * @param residentBytes resident memory; absent where the system does not tell. Memory that was used
 *     earlier may still be in it
 * @param frameBytes native memory of pictures and tensors
 * @param threads of the JVM and of native libraries; absent where the system does not tell
 */
public record CameraFootprint(OptionalLong residentBytes, long frameBytes, OptionalLong threads) {}
