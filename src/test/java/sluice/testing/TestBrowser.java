package sluice.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A headless browser of this machine for the tests of a class, which are skipped where there is
 * none. Pages and contexts last for a test. A test fails when a page of it logged an error, was
 * stopped by its content policy or threw what nobody caught, unless the test said that it would. Of
 * a test that fails, a picture of each page and all that the pages said is left in {@link #FOLDER}.
 * For one thread.
 */
public final class TestBrowser
    implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback, AfterEachCallback {
  /** Names the browser to take; else the first of {@link #NAMES} on the path. */
  public static final String VARIABLE = "SLUICE_BROWSER";

  /** Where pictures and messages are left. */
  public static final Path FOLDER = Path.of("target", "browser");

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final int PATIENCE_MILLIS = 20_000;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private @Nullable Playwright driver;
  private @Nullable Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Optional<Path> program = program();
    assumeTrue(
        program.isPresent(),
        "a browser is needed: none of " + NAMES + " is on the path, and no " + VARIABLE);
    Files.createDirectories(FOLDER);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    driver = Playwright.create();
    browser =
        driver
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program.orElseThrow())
                    .setHeadless(true)
                    // Only pages of this machine are opened; containers have no user namespaces.
                    .setChromiumSandbox(false)
                    .setArgs(List.of("--disable-dev-shm-usage", "--force-color-profile=srgb")));
  }

  /** The browser's program, where there is one. */
  public static Optional<Path> program() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return NAMES.stream()
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window of 1280x800 on a browser that remembers nothing. */
  public Page page() {
    return page(new Browser.NewContextOptions().setViewportSize(1280, 800));
  }

  /** A window of a browser with settings of its own. */
  public Page page(Browser.NewContextOptions options) {
    Browser running = browser;
    if (running == null) {
      throw new IllegalStateException("registered as an extension, it runs during the tests");
    }
    BrowserContext context = running.newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    contexts.add(context);
    context.onConsoleMessage(this::heard);
    context.onWebError(error -> fault("uncaught: " + error.error()));
    return context.newPage();
  }

  /** From now until the end of the test, errors that hold these words are no fault. */
  public void expect(String words) {
    expected.add(words);
  }

  /** All that the pages of this test have logged so far. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  private void heard(ConsoleMessage message) {
    String text = message.type() + ": " + message.text() + " (" + message.location() + ")";
    messages.add(text);
    if (message.type().equals("error")) {
      faults.add(text);
    }
  }

  private void fault(String text) {
    messages.add(text);
    faults.add(text);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    List<String> unexpected =
        faults.stream().filter(fault -> expected.stream().noneMatch(fault::contains)).toList();
    boolean failed = context.getExecutionException().isPresent();
    if (failed || !unexpected.isEmpty()) {
      keep(context.getRequiredTestClass().getSimpleName() + "." + name(context));
    }
    if (!failed && !unexpected.isEmpty()) {
      throw new AssertionError("the page has faults: " + String.join("; ", unexpected));
    }
  }

  private static String name(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    return (method + "-" + context.getDisplayName()).replaceAll("[^A-Za-z0-9_-]+", "_");
  }

  private void keep(String name) throws IOException {
    Files.write(FOLDER.resolve(name + ".txt"), messages);
    int number = 0;
    for (BrowserContext context : contexts) {
      for (Page page : context.pages()) {
        Path file = FOLDER.resolve(name + "-" + ++number + ".png");
        try {
          page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        } catch (PlaywrightException gone) {
          Files.writeString(FOLDER.resolve(name + "-" + number + ".txt"), gone.getMessage());
        }
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    messages.clear();
    faults.clear();
    expected.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (driver != null) {
      driver.close();
    }
  }
}
