package sluice.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.app.bench.BenchRun;
import sluice.app.detect.DetectRun;
import sluice.app.devices.OpenVinoDeviceInspector;
import sluice.app.doctor.MachineDoctor;
import sluice.app.library.InstalledModels;
import sluice.app.page.DesktopBrowser;
import sluice.app.service.ServiceRun;
import sluice.app.service.SourceProber;
import sluice.app.sink.ConfiguredSinkTester;
import sluice.app.tune.TuneRun;
import sluice.cli.SluiceCommand;
import sluice.cli.options.Services;
import sluice.cli.terminal.CheckedPrinter;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.Signals;

/**
 * Puts secrets into each form of {@link SecretForms} and looks for them in what the commands say,
 * traces of their failures included.
 */
@Timeout(300)
class CommandLineSecretsIT {
  @TempDir Path folder;
  private final Marks marks = new Marks();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private TalkativeCamera camera;

  @BeforeEach
  void start() throws IOException {
    camera = new TalkativeCamera(marks.next("a redirection"));
  }

  @AfterEach
  void end() throws IOException {
    camera.close();
  }

  /** Runs a command with everything that comes of it in {@link #out}; gives its exit code. */
  private int run(String... arguments) {
    Services services =
        new Services(
            DetectRun::new,
            OpenVinoDeviceInspector::new,
            InstalledModels::new,
            Configuration::reader,
            ServiceRun::new,
            SourceProber::unbound,
            DesktopBrowser::ofUser,
            BenchRun::new,
            TuneRun::new,
            ConfiguredSinkTester::new,
            MachineDoctor::new,
            System::getenv);
    ProcessHost host =
        new ProcessHost(
            new CheckedPrinter(out, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false,
            true,
            Signals::none);
    return SluiceCommand.execute(services, host, arguments);
  }

  private void search(String where) {
    marks.search(where, out.toString(StandardCharsets.UTF_8));
    out.reset();
  }

  /** As a shell hands it over. */
  private static String unescaped(String text) {
    return text.replace("\\\"", "\"").replace("\\\\", "\\");
  }

  @Test
  void probeAndDetect_showNoSecretOfASource() {
    for (String form : SecretForms.SOURCES) {
      String source = unescaped(marks.fill(form, camera.host()));
      for (List<String> command :
          List.of(
              List.of("probe", source),
              List.of("probe", "--json", source),
              List.of("bench", "--duration", "1s", source),
              List.of("detect", "--open-timeout", "3s", "--json", folder + "/out", source))) {
        assertThat(run(command.toArray(String[]::new))).as(form).isNotZero();
        search(command.getFirst() + " of " + form);
      }
    }
    try (var files = Files.walk(folder)) {
      marks.search("names of files", files.map(Path::toString).toList().toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(marks.found()).isEmpty();
  }

  @Test
  void checkAndRun_showNoSecretOfAConfiguration() throws IOException {
    List<String> lines = new ArrayList<>();
    SecretForms.SOURCES.forEach(
        form -> lines.add("source = \"" + marks.fill(form, camera.host()) + "\""));
    SecretForms.SOURCES.forEach(
        form -> lines.add("source = " + marks.fill(form, camera.host()))); // quotes forgotten
    SecretForms.MEMBERS.forEach(
        form -> lines.add("source = \"rtsp://10.0.0.1/x\"," + marks.fill(form, "h")));
    for (String line : lines) {
      Path file = folder.resolve("a.conf");
      Files.writeString(file, "sluice {\n  streams.a { " + line + " }\n}\n");
      run("check", "-c", file.toString());
      search("check of " + line);
      run("doctor", "-c", file.toString());
      search("doctor of " + line);
      if (run("check", "--json", "-c", file.toString()) != 0) {
        run("run", "-c", file.toString());
      }
      search("check --json and run of " + line);
    }
    assertThat(marks.found()).isEmpty();
  }

  /** The receiver repeats all that it was sent. */
  @Test
  void sinksTest_showsNoSecretOfASink() throws IOException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          String heard = exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet();
          byte[] answer = heard.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Server", heard);
          exchange.sendResponseHeaders(heard.contains("good") ? 200 : 400, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    receiver.start();
    Set<Integer> codes = new HashSet<>();
    try {
      String host = "127.0.0.1:" + receiver.getAddress().getPort();
      for (String place : List.of(host, "127.0.0.1:1")) {
        for (String form :
            List.of(
                "url = \"http://HOST/hook?token={A}\"",
                "url = \"http://HOST/good?token={A}&b={B}\"",
                "url = \"http://HOST/hook?{A}\"",
                "url = \"http://{A}:{B}@HOST/hook\"",
                "url = \"http://HOST/hook\", keys = [\"{A}{B}\"]",
                "url = \"http://HOST/hook\", headers { Authorization = \"Bearer {A}\" }",
                "url = \"http://HOST/good\", headers { Authorization = \"Bearer {A}\" }")) {
          Path file = folder.resolve("a.conf");
          Files.writeString(
              file, "sluice.sinks.hub { type = webhook, " + marks.fill(form, place) + " }\n");
          codes.add(run("sinks", "test", "-c", file.toString()));
          run("sinks", "test", "--json", "-c", file.toString());
          run("sinks", "list", "-c", file.toString());
          search("sinks test of " + form);
        }
      }
    } finally {
      receiver.stop(0);
    }
    assertThat(codes).as("some work, some don't").contains(0, 7);
    assertThat(marks.found()).isEmpty();
  }

  @Test
  void check_showsNoSecretOfTheService() throws IOException {
    Path key = Files.writeString(folder.resolve("key.pem"), marks.fill("{A}\n{B}\n", ""));
    Path file = folder.resolve("a.conf");
    for (String form :
        List.of(
            "token = {A}",
            "token = [{A}]",
            "token.{A} = {B}",
            "tls { certificate = \"" + key + "\", key = \"" + key + "\" }",
            "allowed-hosts = [\"u:{A}@h\"]",
            "bind = \"u:{A}@h\"")) {
      Files.writeString(file, "sluice.http { " + marks.fill(form, "") + " }\n");
      run("check", "-c", file.toString());
      run("check", "--json", "-c", file.toString());
      if (run("check", "-c", file.toString()) != 0) {
        run("run", "-c", file.toString());
      }
      search("check of " + form);
    }
    assertThat(marks.found()).isEmpty();
  }
}
