/**
 * Exports: spans of recordings as ordinary MP4 files, copied one after the other and kept for a
 * while.
 */
@NullMarked
package sluice.recording.export;

import org.jspecify.annotations.NullMarked;
