package sluice.app.service;

import org.apache.pekko.actor.typed.ActorSystem;
import sluice.app.page.StreamPictures;
import sluice.service.Guardian;
import sluice.service.LogLevels;
import sluice.service.SourceProbe;
import sluice.service.control.ServiceControl;
import sluice.telemetry.Telemetry;

/**
 * What those who serve clients work with.
 *
 * @param system where actors and graphs run
 * @param actors who have models and streams, to be asked for their status
 * @param control makes changes
 * @param prober looks at sources
 * @param log what is logged
 * @param telemetry what is counted, kept and told of the streams
 * @param pictures the newest picture of each stream, and live pictures
 */
public record ServiceParts(
    ActorSystem<Void> system,
    Guardian.Parts actors,
    ServiceControl control,
    SourceProbe prober,
    LogLevels log,
    Telemetry telemetry,
    StreamPictures pictures) {}
