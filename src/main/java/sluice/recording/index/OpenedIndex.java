package sluice.recording.index;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An index that was opened whatever its file was like.
 *
 * @param index is the receiver's to close
 * @param damaged where the file is that was damaged, if it was; the index is a new one then
 */
public record OpenedIndex(RecordingIndex index, Optional<Path> damaged) {}
