package sluice.service.stream;

import org.apache.pekko.actor.typed.ActorRef;
import sluice.config.settings.RecoveryConfig;
import sluice.service.model.ModelRegistry;

/**
 * Context of a stream: the actors, ports and settings that it works with.
 *
 * @param recovery timeouts, limits and backoff
 * @param ports what works on frames
 * @param registry leases the models
 * @param manager notified of threads that are stuck
 */
record StreamContext(
    RecoveryConfig recovery,
    StreamPorts ports,
    ActorRef<ModelRegistry.Command> registry,
    ActorRef<StreamManager.Command> manager) {}
