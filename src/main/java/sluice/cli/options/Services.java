package sluice.cli.options;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import sluice.app.bench.BenchJob;
import sluice.app.detect.DetectJob;
import sluice.app.devices.DeviceInspector;
import sluice.app.doctor.Doctor;
import sluice.app.library.ModelLibrary;
import sluice.app.page.PageOpener;
import sluice.app.service.ServiceJob;
import sluice.app.service.SourceProber;
import sluice.app.sink.SinkTester;
import sluice.app.tune.TuneJob;
import sluice.config.ConfigReader;

/**
 * Suppliers of the application services that commands call; each is called when its command runs,
 * not before.
 *
 * @param detect makes a job for one run
 * @param devices makes an inspector
 * @param models knows the models
 * @param config makes a reader of the service's configuration
 * @param service makes a service for one run
 * @param probe makes what looks at sources, with a file of authorities that it trusts beside the
 *     system's
 * @param pages opens pages in the user's browser
 * @param bench makes a benchmark for one run
 * @param tune makes a search for one run
 * @param sinks makes what tests sinks
 * @param doctor makes what looks at this machine
 * @param environment the variables of the process
 */
public record Services(
    Supplier<DetectJob> detect,
    Supplier<DeviceInspector> devices,
    Supplier<ModelLibrary> models,
    Supplier<ConfigReader> config,
    Supplier<ServiceJob> service,
    Function<Optional<Path>, SourceProber> probe,
    Supplier<PageOpener> pages,
    Supplier<BenchJob> bench,
    Supplier<TuneJob> tune,
    Supplier<SinkTester> sinks,
    Supplier<Doctor> doctor,
    Supplier<Map<String, String>> environment) {}
