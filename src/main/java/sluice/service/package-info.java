/**
 * The service: streams and models that run for months, each as an actor that knows what state it is
 * in, why, and what comes next. {@link sluice.service.Guardian} starts {@link
 * sluice.service.ModelRegistry} and {@link sluice.service.StreamManager}; those start a {@link
 * sluice.service.ModelHost} for each compiled model and a {@link sluice.service.StreamHost} for
 * each stream. Actors never block and see neither FFmpeg nor OpenVINO: what works on frames stands
 * behind the ports {@link sluice.service.ModelOpener}, {@link sluice.service.StreamRunner} and
 * {@link sluice.service.OutputsOpener}. Depends on {@code pipeline}, {@code config}, {@code
 * metrics} and {@code core}.
 */
package sluice.service;
