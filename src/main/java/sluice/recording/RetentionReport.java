package sluice.recording;

/**
 * What was deleted, by its cause.
 *
 * @param age was kept for as long as its stream's files are
 * @param size made room within the store's size
 * @param space made room on the disk
 * @param stuck files that can't be deleted, and are tried again
 * @param roomMissing whether the store is still above its size, or the disk below its free bytes:
 *     there is nothing left to delete, or it can't be deleted, or somebody else fills the disk;
 *     what was recorded during the call doesn't count
 * @param more whether files that are too old are left for the next time
 */
public record RetentionReport(
    Deleted age, Deleted size, Deleted space, int stuck, boolean roomMissing, boolean more) {

  /**
   * Files that are no longer recorded.
   *
   * @param files how many
   * @param bytes of all
   */
  public record Deleted(long files, long bytes) {
    static final Deleted NOTHING = new Deleted(0, 0);

    Deleted plus(Deleted other) {
      return new Deleted(files + other.files, bytes + other.bytes);
    }
  }
}
