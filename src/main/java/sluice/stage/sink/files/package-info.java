/**
 * Rotation and retention of output files: the file that is being written, closed by size and by
 * day, and the closed ones beside it, deleted by age and by count. Knows nothing of what is in
 * them. Depends on {@code sluice.stage.sink}.
 */
package sluice.stage.sink.files;
