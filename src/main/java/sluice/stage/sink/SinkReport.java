package sluice.stage.sink;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Final report of a sink, given at its end.
 *
 * @param written results that were written
 * @param discarded results that were replaced by newer ones before they could be written
 * @param complete whether the output was finished in order; false where the run was aborted
 * @param file the file that was written, where there is one
 */
public record SinkReport(long written, long discarded, boolean complete, Optional<Path> file) {}
