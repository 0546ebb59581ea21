package sluice.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The three standard streams of a process that is started, as a {@link ProcessBuilder} says. */
final class StandardStreams implements AutoCloseable {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;

  /** For the child, at 0, 1, 2. */
  private final int[] ofChild = {INPUT, OUTPUT, ERROR};

  /** Descriptors that are closed with this. */
  private final List<Integer> opened = new ArrayList<>();

  private OutputStream input = OutputStream.nullOutputStream();
  private InputStream output = InputStream.nullInputStream();
  private InputStream error = InputStream.nullInputStream();

  private StandardStreams() {}

  /** Opens pipes and files. Closed once the process has been started, or can't be. */
  static StandardStreams open(ProcessBuilder builder) throws IOException {
    StandardStreams streams = new StandardStreams();
    try {
      streams.openInput(builder.redirectInput());
      streams.output = streams.openOutput(OUTPUT, builder.redirectOutput());
      if (builder.redirectErrorStream()) {
        streams.ofChild[ERROR] = streams.ofChild[OUTPUT];
      } else {
        streams.error = streams.openOutput(ERROR, builder.redirectError());
      }
      return streams;
    } catch (IOException | RuntimeException | Error e) {
      try (streams) {
        streams.closeOfParent();
      }
      throw e;
    }
  }

  /** Descriptors of this process, at 0, 1, 2 of the child's. */
  int[] ofChild() {
    return ofChild.clone();
  }

  /** This side's end of the child's standard input. */
  OutputStream input() {
    return input;
  }

  /** This side's end of the child's standard output. */
  InputStream output() {
    return output;
  }

  /** This side's end of the child's standard error. */
  InputStream error() {
    return error;
  }

  /** Closes this side's ends, where no process came of it. */
  void closeOfParent() throws IOException {
    close(input, output, error);
  }

  /** Closes all three, whichever fails. */
  static void close(OutputStream input, InputStream output, InputStream error) throws IOException {
    try (error;
        output;
        input) {
      // nothing more is read or written
    }
  }

  /** Closes what only the child needs. */
  @Override
  public void close() {
    opened.forEach(Descriptors::close);
    opened.clear();
  }

  private void openInput(Redirect redirect) throws IOException {
    if (redirect.type() == Redirect.Type.PIPE) {
      int[] ends = pipe();
      ofChild[INPUT] = ends[0];
      input = new BufferedOutputStream(new FileOutputStream(Descriptors.path(ends[1])));
    } else if (redirect.type() != Redirect.Type.INHERIT) {
      ofChild[INPUT] = file(redirect, Descriptors.READ_ONLY);
    }
  }

  private InputStream openOutput(int stream, Redirect redirect) throws IOException {
    switch (redirect.type()) {
      case PIPE -> {
        int[] ends = pipe();
        ofChild[stream] = ends[1];
        return new BufferedInputStream(new FileInputStream(Descriptors.path(ends[0])));
      }
      case APPEND ->
          ofChild[stream] =
              file(redirect, Descriptors.WRITE_ONLY | Descriptors.CREATE | Descriptors.APPEND);
      case READ, WRITE ->
          ofChild[stream] =
              file(redirect, Descriptors.WRITE_ONLY | Descriptors.CREATE | Descriptors.TRUNCATE);
      case INHERIT -> {
        // what this process has there
      }
    }
    return InputStream.nullInputStream();
  }

  /** The reading and the writing end; both are closed with this, so this side opens its own. */
  private int[] pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      Kernel.require(SystemCall.PIPE2, ends.address(), Descriptors.CLOSE_ON_EXEC);
      int[] numbers = ends.toArray(ValueLayout.JAVA_INT);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = keep(numbers[i]);
      }
      return numbers;
    }
  }

  private int file(Redirect redirect, int flags) throws IOException {
    File file = Objects.requireNonNull(redirect.file());
    long descriptor = Descriptors.open(file.getPath(), flags);
    if (descriptor < 0) {
      throw new IOException(file + ": " + Errno.text(-descriptor));
    }
    return keep((int) descriptor);
  }

  private int keep(int descriptor) {
    int kept = Descriptors.aboveStandard(descriptor);
    opened.add(kept);
    return kept;
  }
}
