package sluice.service;

import sluice.service.model.ModelPorts;
import sluice.service.stream.StreamPorts;

/**
 * The ports of the service's actors, behind which devices, decoders and sinks stand.
 *
 * @param models of the models' actors
 * @param streams of the streams' actors
 */
public record ServicePorts(ModelPorts models, StreamPorts streams) {}
