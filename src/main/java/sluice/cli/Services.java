package sluice.cli;

import java.util.function.Supplier;
import sluice.app.BenchJob;
import sluice.app.DetectJob;
import sluice.app.DeviceInspector;
import sluice.app.ModelLibrary;
import sluice.app.PageOpener;
import sluice.app.ServiceJob;
import sluice.app.SourceProber;
import sluice.app.TuneJob;
import sluice.config.ConfigReader;

/**
 * Makes what the commands call; each supplier is asked when its command runs, not before.
 *
 * @param detect makes a job for one run
 * @param devices makes an inspector
 * @param models knows the models
 * @param config makes a reader of the service's configuration
 * @param service makes a service for one run
 * @param probe looks at sources
 * @param pages opens pages in the user's browser
 * @param bench makes a benchmark for one run
 * @param tune makes a search for one run
 */
public record Services(
    Supplier<DetectJob> detect,
    Supplier<DeviceInspector> devices,
    Supplier<ModelLibrary> models,
    Supplier<ConfigReader> config,
    Supplier<ServiceJob> service,
    Supplier<SourceProber> probe,
    Supplier<PageOpener> pages,
    Supplier<BenchJob> bench,
    Supplier<TuneJob> tune) {}
