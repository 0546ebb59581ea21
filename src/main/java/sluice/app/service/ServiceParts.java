package sluice.app.service;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.app.page.StreamPictures;
import sluice.app.recording.ServiceRecordings;
import sluice.app.scene.StreamScenes;
import sluice.http.api.IsolationPort;
import sluice.http.api.TracingPort;
import sluice.http.cluster.HttpCluster;
import sluice.live.LiveVideos;
import sluice.service.Guardian;
import sluice.service.LogLevels;
import sluice.service.SourceProbe;
import sluice.service.control.ServiceControl;
import sluice.service.sink.SinkPort;
import sluice.telemetry.Telemetry;

/**
 * The parts of the service that endpoints use.
 *
 * @param system where actors and graphs run
 * @param actors queries for the status of models and streams
 * @param control makes changes
 * @param prober probes sources
 * @param log what is logged
 * @param telemetry metrics, history and events of the streams
 * @param scenes objects, lines and zones of the streams
 * @param sinks the configured sinks
 * @param pictures the newest picture of each stream, and live pictures
 * @param videos the live video of each stream
 * @param recordings of the streams
 * @param tracing how sending traces goes
 * @param isolation which sources are decoded in processes of their own
 * @param cluster of which the service is a node; absent: it runs on its own
 */
public record ServiceParts(
    ActorSystem<Void> system,
    Guardian.Parts actors,
    ServiceControl control,
    SourceProbe prober,
    LogLevels log,
    Telemetry telemetry,
    StreamScenes scenes,
    SinkPort sinks,
    StreamPictures pictures,
    LiveVideos videos,
    ServiceRecordings recordings,
    TracingPort tracing,
    IsolationPort isolation,
    Optional<HttpCluster> cluster) {}
