package sluice.core.recording;

/**
 * What came of deleting a span of a stream's recording.
 *
 * @param files of video that are gone
 * @param bytes of these
 * @param events that are gone, with their files
 * @param stuck files that are no longer recorded, but can't be deleted yet; that is tried again
 * @param lockedEvents whose video is in the span: it stayed
 * @param keptFiles of video in the span, of locked events
 * @param keptBytes of these
 * @param cutEvents that stayed and have lost the video that was in the span: they begin before it,
 *     end after it, or go on
 * @param complete whether there is no more to be deleted; else the same call deletes more
 */
public record DeletedSpan(
    long files,
    long bytes,
    long events,
    long stuck,
    long lockedEvents,
    long keptFiles,
    long keptBytes,
    long cutEvents,
    boolean complete) {}
