/**
 * The files of recordings: their names, how one is written and deleted, and what is found in one
 * that a process has left. Fragmented MP4, of which only the boxes are looked at.
 */
@NullMarked
package sluice.recording.files;

import org.jspecify.annotations.NullMarked;
