package sluice.service;

import org.apache.pekko.actor.typed.ActorRef;
import sluice.config.RecoveryConfig;

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
    ServicePorts ports,
    ActorRef<ModelRegistry.Command> registry,
    ActorRef<StreamManager.Command> manager) {}
