package sluice.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A print stream that remembers why it could not write. It is buffered: what was printed, and
 * whether that worked, is known after {@link #flush}.
 */
public final class CheckedPrinter extends PrintStream {
  private final Target target;

  /** Prints to a stream, which stays the caller's. */
  public CheckedPrinter(OutputStream out, Charset charset) {
    this(new Target(out), charset);
  }

  private CheckedPrinter(Target target, Charset charset) {
    super(new BufferedOutputStream(target), false, charset);
    this.target = target;
  }

  /** The first failure; empty while all went well. */
  Optional<IOException> failure() {
    return Optional.ofNullable(target.failure);
  }

  private static final class Target extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Target(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
