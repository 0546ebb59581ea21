/**
 * Live video: what a source sends, as fragments of one picture each for all who watch, and at no
 * cost where nobody does. Depends on {@code sluice.core}, {@code sluice.video.demux}, {@code
 * sluice.video.mux}, and on {@code sluice.recording.files} for the names of codecs.
 */
@NullMarked
package sluice.live;

import org.jspecify.annotations.NullMarked;
