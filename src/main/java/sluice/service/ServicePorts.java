package sluice.service;

import sluice.service.model.ModelPorts;
import sluice.service.stream.StreamPorts;

/**
 * The ports of the service's actors to devices, decoders and sinks.
 *
 * @param models of the models' actors
 * @param streams of the streams' actors
 */
public record ServicePorts(ModelPorts models, StreamPorts streams) {}
