package sluice.service.stream;

import org.apache.pekko.actor.typed.ActorRef;
import sluice.config.settings.RecoveryConfig;
import sluice.service.model.ModelRegistry;

/**
 * What a stream lives among.
 *
 * @param recovery when something counts as broken
 * @param ports what works on frames
 * @param registry has the models
 * @param manager hears of threads that are stuck
 */
record StreamContext(
    RecoveryConfig recovery,
    StreamPorts ports,
    ActorRef<ModelRegistry.Command> registry,
    ActorRef<StreamManager.Command> manager) {}
