/**
 * Recording: what a source sends, kept in files as it is. A {@code RecorderTap} makes fragments of
 * a stream's packets on the thread that reads them; the {@link sluice.recording.RecordingStore}
 * writes them on a thread of its own, keeps the index, and deletes the oldest for room. Nothing of
 * it ever holds up a stream.
 */
@NullMarked
package sluice.recording;

import org.jspecify.annotations.NullMarked;
