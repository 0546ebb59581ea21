package sluice.http.api;

import java.util.List;
import java.util.function.Supplier;
import sluice.http.live.LivePictures;
import sluice.service.query.StreamDirectory;
import sluice.service.stream.StreamStatus;

/**
 * The ports of the HTTP server of a single job. All of it is called from threads that must not
 * block.
 *
 * @param streams the job's inputs
 * @param statuses how they are now, in no particular order
 * @param snapshots pictures of them
 * @param live live pictures of them
 */
public record JobPorts(
    StreamDirectory streams,
    Supplier<List<StreamStatus>> statuses,
    SnapshotPort snapshots,
    LivePictures live) {}
