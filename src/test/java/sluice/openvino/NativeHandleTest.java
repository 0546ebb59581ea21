package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sluice.openvino.ffi.LibraryException;

class NativeHandleTest {
  private final List<String> freed = new ArrayList<>();

  private NativeHandle handle(String name, NativeHandle... parents) {
    return new NativeHandle(
        name, MemorySegment.ofAddress(1), _ -> freed.add(name), List.of(parents));
  }

  @Test
  void close_freesOnce_whenUnused() {
    NativeHandle handle = handle("thing");

    assertThat(handle.close()).isTrue();
    assertThat(handle.close()).isFalse();

    assertThat(freed).containsExactly("thing");
  }

  @Test
  void use_afterCloseIsRefusedByName() {
    NativeHandle handle = handle("thing");
    handle.close();

    assertThatThrownBy(handle::acquire)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("thing is closed");
  }

  @Test
  void close_duringAUseFreesWhenTheLastUserHasGone() throws InterruptedException {
    NativeHandle handle = handle("thing");
    handle.acquire();
    handle.acquire();

    handle.close();
    handle.release();
    assertThat(freed).isEmpty();
    assertThat(handle.awaitFreed(Duration.ZERO)).isFalse();

    handle.release();
    assertThat(freed).containsExactly("thing");
    assertThat(handle.awaitFreed(Duration.ZERO)).isTrue();
  }

  @Test
  void use_endsWhenTheCallThrows() {
    NativeHandle handle = handle("thing");

    assertThatThrownBy(
            () ->
                handle.use(
                    _ -> {
                      throw new IllegalArgumentException("call");
                    }))
        .hasMessage("call");
    handle.close();

    assertThat(freed).containsExactly("thing");
  }

  @Test
  void use_reportsMissingLibraryFunction() {
    NativeHandle handle = handle("thing");

    assertThatThrownBy(
            () ->
                handle.use(
                    _ -> {
                      throw new LibraryException("no function x");
                    }))
        .isInstanceOf(OpenVinoUnavailableException.class)
        .hasMessage("no function x");
    handle.close();
    assertThat(freed).containsExactly("thing");
  }

  @Test
  void severalParents_areFreedAfterTheirChild() {
    NativeHandle core = handle("core");
    NativeHandle weights = handle("weights");
    NativeHandle model = handle("model", core, weights);

    weights.close();
    core.close();
    assertThat(freed).isEmpty();
    model.close();

    assertThat(freed).containsExactly("model", "core", "weights");
  }

  @Test
  void parent_isFreedAfterItsChildren() {
    NativeHandle parent = handle("parent");
    NativeHandle first = handle("first", parent);
    NativeHandle second = handle("second", parent);

    parent.close();
    assertThat(freed).isEmpty();
    second.close();
    first.close();

    assertThat(freed).containsExactly("second", "first", "parent");
  }

  @Test
  void live_countsWhatWasNotFreed() {
    int before = NativeHandle.live();
    NativeHandle handle = handle("thing");
    handle.acquire();
    handle.close();
    assertThat(NativeHandle.live()).isEqualTo(before + 1);

    handle.release();

    assertThat(NativeHandle.live()).isEqualTo(before);
  }

  @Test
  void manyThreads_usingAndClosing_freeItOnceAndNeverUnderAUser() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 100; round++) {
        AtomicInteger users = new AtomicInteger();
        AtomicInteger frees = new AtomicInteger();
        AtomicInteger usersAtFree = new AtomicInteger();
        NativeHandle handle =
            new NativeHandle(
                "thing",
                MemorySegment.ofAddress(1),
                _ -> {
                  frees.incrementAndGet();
                  usersAtFree.set(users.get());
                },
                List.of());
        List<Future<?>> work = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
          work.add(threads.submit(() -> useUntilClosed(handle, users)));
        }
        work.add(threads.submit(handle::close));
        for (Future<?> one : work) {
          one.get();
        }
        assertThat(frees).hasValue(1);
        assertThat(usersAtFree).hasValue(0);
      }
    }
  }

  private static void useUntilClosed(NativeHandle handle, AtomicInteger users) {
    while (true) {
      try {
        handle.acquire();
      } catch (IllegalStateException closed) {
        return;
      }
      users.incrementAndGet();
      Thread.yield();
      users.decrementAndGet();
      handle.release();
    }
  }
}
