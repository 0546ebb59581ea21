/**
 * The index of recordings: which files there are and when they were recorded, in a file of SQLite.
 * It can be built again from the files.
 */
@NullMarked
package sluice.recording.index;

import org.jspecify.annotations.NullMarked;
