package sluice.core;

import java.time.Duration;
import java.util.Optional;

/**
 * What a source was found to be.
 *
 * @param source name, size, frame rate and length
 * @param codec as FFmpeg names it; empty for pictures that each have their own
 * @param stream what its packets say; absent for pictures that each have their own file
 * @param openedIn time until its first picture was there
 * @param picture the first picture as it is displayed, as a JPEG; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ProbeReport(
    SourceInfo source,
    String codec,
    Optional<StreamFacts> stream,
    Duration openedIn,
    byte[] picture) {}
