package sluice.recording.index;

/**
 * What was done so that the index and the files of a store agree.
 *
 * @param rows that were looked at
 * @param files of recordings that were found
 * @param added files that the index didn't know, and does now
 * @param cut of these, how many ended with a part of a fragment, which is gone
 * @param deleted files without a whole fragment, which were deleted
 * @param dropped rows whose files aren't there, or are shorter than they were
 * @param garbage files of the garbage that were deleted
 * @param failed rows and files that can't be looked at or deleted, and stay as they are
 */
public record RecoveryReport(
    long rows,
    long files,
    long added,
    long cut,
    long deleted,
    long dropped,
    long garbage,
    long failed) {}
