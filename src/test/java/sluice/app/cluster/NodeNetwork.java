package sluice.app.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Nodes in network namespaces of Linux, each with two links: one to the other nodes, 10.77.0.N,
 * which can be cut, and one to this process, 10.78.0.N, which stays. Needs root. The namespaces and
 * bridges are deleted at the end. For one thread.
 */
final class NodeNetwork implements NodeHosts, AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;
  private static final String HERE = "10.78.0.254";

  /** Names of links have 15 characters at most. */
  private final String name = "sl" + ProcessHandle.current().pid();

  private final List<List<String>> undo = new ArrayList<>();

  /**
   * Makes them.
   *
   * @param nodes how many
   * @throws IOException where that can't be done here
   */
  NodeNetwork(int nodes) throws IOException {
    try {
      bridge("c");
      bridge("r");
      ip("addr", "add", HERE + "/24", "dev", name + "r");
      for (int node = 1; node <= nodes; node++) {
        ip("netns", "add", namespace(node));
        undo.add(List.of("netns", "del", namespace(node)));
        inside(node, "ip", "link", "set", "lo", "up");
        link(node, "c", "10.77.0." + node);
        link(node, "r", "10.78.0." + node);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void bridge(String kind) throws IOException {
    ip("link", "add", name + kind, "type", "bridge");
    undo.add(List.of("link", "del", name + kind));
    ip("link", "set", name + kind, "up");
  }

  private void link(int node, String kind, String address) throws IOException {
    String here = name + kind + node;
    ip("link", "add", here, "type", "veth", "peer", "name", kind, "netns", namespace(node));
    ip("link", "set", here, "master", name + kind);
    ip("link", "set", here, "up");
    inside(node, "ip", "addr", "add", address + "/24", "dev", kind);
    inside(node, "ip", "link", "set", kind, "up");
  }

  private String namespace(int node) {
    return name + "-" + node;
  }

  /** The address of this process that all nodes reach, whatever is cut. */
  static InetAddress here() throws IOException {
    return InetAddress.getByName(HERE);
  }

  @Override
  public String address(int node) {
    return "10.77.0." + node;
  }

  @Override
  public List<String> command(int node) {
    return List.of("ip", "netns", "exec", namespace(node));
  }

  /** Cuts a node from the others; packets are lost, as with a cable that was pulled. */
  void cut(int node) throws IOException {
    ip("link", "set", name + "c" + node, "down");
  }

  /** Puts the cable back. */
  void mend(int node) throws IOException {
    ip("link", "set", name + "c" + node, "up");
  }

  private void inside(int node, String... words) throws IOException {
    List<String> command = new ArrayList<>(command(node));
    command.addAll(List.of(words));
    run(command);
  }

  private static void ip(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        String said = ended ? said(process) : "no end";
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    for (List<String> words : undo.reversed()) {
      try {
        ip(words.toArray(String[]::new));
      } catch (IOException e) {
        System.err.println("left behind: " + e.getMessage());
      }
    }
    undo.clear();
  }
}
