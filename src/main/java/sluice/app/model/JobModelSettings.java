package sluice.app.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.ModelOverrides;

/**
 * Settings of a job's model: which model, and how a device runs it. What is absent is left to
 * OpenVINO, or follows from what the device reports.
 *
 * @param source which model
 * @param wishes overrides of its metadata; the rest is determined from the model
 * @param labels file with one label a line; without it a label is what the model's metadata say, or
 *     its number
 * @param device as OpenVINO names it: {@code CPU}, {@code GPU.1}, {@code AUTO:GPU,CPU} …
 * @param hint what the device is to favour
 * @param requests inference requests, at least 1
 * @param streams parallel streams on the device, at least 1
 * @param threads threads of inference, at least 1
 * @param prefetch prepared frames that wait behind those requests, at least 0
 * @param properties further properties of the device by name, in the order given; they win over the
 *     ones that follow from the rest
 */
public record JobModelSettings(
    ModelSource source,
    ModelOverrides wishes,
    Optional<Path> labels,
    String device,
    Hint hint,
    OptionalInt requests,
    OptionalInt streams,
    OptionalInt threads,
    int prefetch,
    Map<String, String> properties) {

  /** Prepared frames that wait for a request unless something else is asked for. */
  public static final int DEFAULT_PREFETCH = 2;

  /** Keeps its own copy of the properties. */
  public JobModelSettings {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The same with something else known of it. */
  JobModelSettings wishes(ModelOverrides known) {
    return new JobModelSettings(
        source, known, labels, device, hint, requests, streams, threads, prefetch, properties);
  }

  /** The same for another device, with other properties. */
  public JobModelSettings with(String newDevice, Map<String, String> newProperties) {
    return new JobModelSettings(
        source,
        wishes,
        labels,
        newDevice,
        hint,
        requests,
        streams,
        threads,
        prefetch,
        newProperties);
  }

  /** OpenVINO's {@code PERFORMANCE_HINT}. */
  public enum Hint {
    /** As many frames a second as can be. */
    THROUGHPUT,
    /** Each frame as soon as can be. */
    LATENCY,
    /** No hint; the properties say it all. */
    NONE
  }
}
