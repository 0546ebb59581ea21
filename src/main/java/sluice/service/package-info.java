/**
 * The service: streams and models that run for months, each a supervised actor that knows what
 * state it is in, why, and what comes next. {@link sluice.service.Guardian} starts {@link
 * sluice.service.model.ModelRegistry} and {@link sluice.service.stream.StreamManager}; those start
 * a {@link sluice.service.model.ModelHost} for each compiled model and a {@link
 * sluice.service.stream.StreamHost} for each stream. Actors never block and see neither FFmpeg nor
 * OpenVINO: what works on frames stands behind the ports {@link sluice.service.model.ModelOpener},
 * {@link sluice.service.stream.StreamRunner} and {@link
 * sluice.service.stream.StreamOutputs.Opener}. Depends on {@code pipeline}, {@code config}, {@code
 * metrics} and {@code core}.
 */
package sluice.service;
