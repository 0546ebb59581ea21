package sluice.http.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.core.model.ModelFamily;
import sluice.http.cluster.ClusterPort;
import sluice.http.cluster.HttpCluster;
import sluice.http.live.LivePictures;
import sluice.http.recording.RecordingPort;
import sluice.service.LogLevels;
import sluice.service.SourceProbe;
import sluice.service.control.ServiceControl;
import sluice.service.sink.SinkPort;

/**
 * The ports of the HTTP server besides the actors. All of it is called from threads that must not
 * block: what takes long answers by its stage. Texts and problems that come out of it hold no
 * secrets. A stage that fails with a {@link sluice.core.SluiceException} shows its message to the
 * client; any other failure is logged and answered as an internal fault.
 *
 * @param control what the service is set to do, and how that is changed
 * @param probe looks at a source
 * @param snapshots pictures of streams
 * @param live live pictures of streams
 * @param scenes objects, lines and zones of streams
 * @param sinks the configured sinks
 * @param devices devices that models can run on
 * @param logLevels what is logged
 * @param tracing how sending traces goes
 * @param isolation which sources are decoded in processes of their own
 * @param families those that models may be of
 * @param recordings what is recorded, asked for each request; absent: nothing is
 * @param cluster of which the service is a node; absent: it runs on its own
 */
public record HttpPorts(
    ServiceControl control,
    SourceProbe probe,
    SnapshotPort snapshots,
    LivePictures live,
    ScenePort scenes,
    SinkPort sinks,
    DevicePort devices,
    LogLevels logLevels,
    TracingPort tracing,
    IsolationPort isolation,
    List<ModelFamily> families,
    Supplier<Optional<RecordingPort>> recordings,
    Optional<HttpCluster> cluster) {

  /** Tells of the cluster, or that there is none. */
  public ClusterPort clusterPort() {
    return cluster.map(HttpCluster::port).orElse(ClusterPort.NONE);
  }
}
