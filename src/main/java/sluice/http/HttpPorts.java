package sluice.http;

import java.util.List;
import java.util.function.Supplier;
import sluice.config.ServiceConfig;

/**
 * What the HTTP server needs besides the actors. All of it is called from threads that must not
 * block: what takes long answers by its stage. Texts and problems that come out of it hold no
 * secrets. A stage that fails with a {@link sluice.core.SluiceException} shows its message to the
 * client; any other failure is logged and answered as an internal fault.
 *
 * @param config the configuration in force, without the streams that were added through the API
 * @param streams the streams as they are set, and how they are changed
 * @param reload reads the configuration again
 * @param probe looks at a source
 * @param snapshots pictures of streams
 * @param devices devices that models can run on
 * @param logLevels what is logged
 * @param startup what the start of the service still waits for, a line each; empty once it is over
 */
public record HttpPorts(
    Supplier<ServiceConfig> config,
    StreamStore streams,
    ConfigReload reload,
    SourceProbe probe,
    Snapshots snapshots,
    Devices devices,
    LogLevels logLevels,
    Supplier<List<String>> startup) {}
