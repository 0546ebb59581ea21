/** Recordings: what of a stream's video is kept on a disk, as values. */
@NullMarked
package sluice.core.recording;

import org.jspecify.annotations.NullMarked;
