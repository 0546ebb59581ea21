package sluice.openvino;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import sluice.openvino.ffi.LibraryException;

/**
 * A pointer to something native with one owner, which may close it at any time, and users, each of
 * which holds it for the length of a call or of an inference. It is freed exactly once: when it is
 * closed and no longer in use, by the thread that ends the last use.
 *
 * <p>A handle uses its parents until it is freed itself, so that natives go in the right order
 * whatever the order of closing.
 */
final class NativeHandle {
  private static final int CLOSED = 1;
  private static final int USER = 2;
  private static final AtomicInteger LIVE = new AtomicInteger();

  private final String name;
  private final MemorySegment pointer;
  private final Consumer<MemorySegment> free;
  private final List<NativeHandle> parents;
  private final AtomicInteger state = new AtomicInteger();
  private final CompletableFuture<Void> freed = new CompletableFuture<>();

  /**
   * Takes over a pointer.
   *
   * @param name what it is, for messages
   * @param pointer the native object
   * @param free frees it; called once
   * @param parents what must be freed later than this, and is in use by the caller now
   */
  NativeHandle(
      String name,
      MemorySegment pointer,
      Consumer<MemorySegment> free,
      List<NativeHandle> parents) {
    this.name = name;
    this.pointer = pointer;
    this.free = free;
    this.parents = List.copyOf(parents);
    LIVE.incrementAndGet();
    this.parents.forEach(NativeHandle::retain);
  }

  /** How many native objects of this process were not freed yet. */
  static int live() {
    return LIVE.get();
  }

  /**
   * Begins a use; {@link #release} ends it.
   *
   * @throws IllegalStateException when it is closed
   */
  MemorySegment acquire() {
    while (true) {
      int now = state.get();
      if ((now & CLOSED) != 0) {
        throw new IllegalStateException(name + " is closed");
      }
      if (state.compareAndSet(now, now + USER)) {
        return pointer;
      }
    }
  }

  /** The pointer, for those who are within a use, even when it was closed since. */
  MemorySegment held() {
    return pointer;
  }

  /** One more use by a caller that already is within one, even when it was closed since. */
  private void retain() {
    state.addAndGet(USER);
  }

  /** Ends a use. */
  void release() {
    if (state.addAndGet(-USER) == CLOSED) {
      freeNow();
    }
  }

  /**
   * Uses the pointer for the length of a call.
   *
   * @throws OpenVinoUnavailableException when the library lacks a function that the call needs
   */
  <T> T use(Function<MemorySegment, T> call) {
    MemorySegment held = acquire();
    try {
      return call.apply(held);
    } catch (LibraryException e) {
      throw new OpenVinoUnavailableException(e);
    } finally {
      release();
    }
  }

  /** Refuses further use; frees now or when the last user has gone. Returns whether it was open. */
  boolean close() {
    int before = state.getAndUpdate(now -> now | CLOSED);
    if (before == 0) {
      freeNow();
    }
    return (before & CLOSED) == 0;
  }

  /** Whether it refuses use. */
  boolean isClosed() {
    return (state.get() & CLOSED) != 0;
  }

  /** Waits until it was freed; false when that took longer. */
  boolean awaitFreed(Duration timeout) throws InterruptedException {
    try {
      freed.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible); // it is never completed with a failure
    }
  }

  /** Completes when it was freed, on the thread that did so, before its parents are released. */
  CompletionStage<Void> freed() {
    return freed.minimalCompletionStage();
  }

  private void freeNow() {
    try {
      free.accept(pointer);
    } finally {
      LIVE.decrementAndGet();
      freed.complete(null);
      parents.forEach(NativeHandle::release);
    }
  }
}
