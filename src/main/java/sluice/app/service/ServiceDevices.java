package sluice.app.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.OpenVinoDeviceInspector;
import sluice.http.api.DevicePort;

/**
 * The device port of the service: the devices of this machine. Concurrent callers share one query
 * to OpenVINO. Thread-safe.
 */
final class ServiceDevices implements DevicePort {
  private CompletableFuture<List<Device>> query = CompletableFuture.completedFuture(List.of());

  @Override
  public synchronized CompletionStage<List<Device>> list() {
    if (query.isDone()) {
      CompletableFuture<List<Device>> answer = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("sluice-devices").start(() -> ask(answer));
      query = answer;
    }
    return query.minimalCompletionStage();
  }

  private static void ask(CompletableFuture<List<Device>> answer) {
    try {
      DeviceReport report = new OpenVinoDeviceInspector().inspect(Optional.empty());
      answer.complete(report.devices().stream().map(ServiceDevices::device).toList());
    } catch (RuntimeException | Error failure) {
      answer.completeExceptionally(failure);
    }
  }

  private static Device device(DeviceReport.Device device) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("OPTIMIZATION_CAPABILITIES", String.join(" ", device.capabilities()));
    device.streams().ifPresent(range -> properties.put("RANGE_FOR_STREAMS", text(range)));
    device
        .requests()
        .ifPresent(range -> properties.put("RANGE_FOR_ASYNC_INFER_REQUESTS", text(range)));
    return new Device(device.name(), device.fullName(), properties);
  }

  /** As OpenVINO gives it: least, most, step. */
  private static String text(DeviceReport.Range range) {
    return range.least() + " " + range.most() + " " + range.step();
  }
}
