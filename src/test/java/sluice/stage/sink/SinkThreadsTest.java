package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks of sinks on shared threads: order, turns, and steps that hang. */
@Timeout(20)
class SinkThreadsTest {
  private static final Duration SLOW = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int LATCH_SECONDS = 10;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Set<Thread> seen = ConcurrentHashMap.newKeySet();
  private final ThreadFactory factory =
      work -> {
        Thread thread = Thread.ofPlatform().daemon().name("shared").unstarted(work);
        seen.add(thread);
        return thread;
      };
  private final List<Semaphore> hanging = new ArrayList<>();
  private SinkThreads threads = new SinkThreads(2, 2, factory, SLOW, LONG);

  @AfterEach
  void everyThreadLeaves() {
    hanging.forEach(Semaphore::release);
    threads.close();
    await().until(() -> threads.size() == 0);
    await().until(() -> seen.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void noThreadIsThere_beforeThereIsSomethingToDo() {
    threads.task("idle", () -> false);

    assertThat(threads.size()).isZero();
  }

  @Test
  void stepsOfATask_neverOverlap_andSeeWhatTheOnesBeforeDid_andNoneIsLost() throws Exception {
    threads = new SinkThreads(2, 2, factory, LONG, LONG);
    int tasks = 20;
    int told = 2_000;
    List<Inbox> inboxes = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      inboxes.add(new Inbox());
    }
    List<Thread> tellers = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      int first = part;
      tellers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < told; n++) {
                      for (int i = first; i < tasks; i += 4) {
                        inboxes.get(i).tell(n);
                      }
                    }
                  }));
    }
    for (Thread teller : tellers) {
      teller.join();
    }

    for (Inbox inbox : inboxes) {
      await().until(() -> inbox.taken.get() == told);
      assertThat(inbox.disorder).isFalse();
      assertThat(inbox.overlaps).isFalse();
    }
    assertThat(threads.size()).isLessThanOrEqualTo(2);
  }

  /** What a task is told, in order, by one thread. */
  private final class Inbox {
    final AtomicInteger taken = new AtomicInteger();
    final AtomicBoolean overlaps = new AtomicBoolean();
    final AtomicBoolean disorder = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Integer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final SerialTask task = threads.task("inbox", this::step);
    private int expected; // not volatile: steps are ordered

    void tell(int number) {
      waiting.add(number);
      task.wake();
    }

    private boolean step() {
      overlaps.compareAndSet(false, !busy.compareAndSet(false, true));
      Integer next = waiting.poll();
      if (next != null) {
        disorder.compareAndSet(false, next != expected++);
        taken.incrementAndGet();
      }
      busy.set(false);
      return next != null;
    }
  }

  @Test
  void taskThatIsWokenAsItGoesToRest_runsAgain_onTheThreadThatIsThere() {
    threads = new SinkThreads(1, 1, factory, SLOW, LONG);
    Inbox inbox = new Inbox();
    long start = System.nanoTime();
    for (int n = 0; n < 20_000; n++) {
      inbox.tell(n);
      while (inbox.taken.get() <= n && System.nanoTime() - start < LONGEST_NANOS) {
        Thread.onSpinWait();
      }
      assertThat(inbox.taken).hasValue(n + 1);
    }
    assertThat(seen).hasSize(1);
  }

  @Test
  void taskThatIsWokenDuringItsStep_runsAgain() {
    AtomicInteger runs = new AtomicInteger();
    AtomicReference<SerialTask> self = new AtomicReference<>();
    self.set(
        threads.task(
            "wakes itself",
            () -> {
              if (runs.incrementAndGet() == 1) {
                self.get().wake();
              }
              return false;
            }));

    self.get().wake();

    await().until(() -> runs.get() == 2);
  }

  @Test
  void taskThatNeverRests_leavesTurnsToOthers() throws Exception {
    threads = new SinkThreads(1, 1, factory, LONG, LONG);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger steps = new AtomicInteger();
    threads
        .task(
            "busy",
            () -> {
              steps.incrementAndGet();
              return !over.get();
            })
        .wake();
    await().until(() -> steps.get() > 0);
    CountDownLatch other = new CountDownLatch(1);
    threads.task("other", counting(other)).wake();

    assertThat(other.await(LATCH_SECONDS, TimeUnit.SECONDS)).isTrue();
    int before = steps.get();
    await().until(() -> steps.get() > before);
    over.set(true);
    assertThat(threads.size()).isOne();
  }

  @Test
  void tasksThatHang_haveAThreadEach_andTheOthersGoOn() throws Exception {
    List<SerialTask> hung = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      hung.add(hang());
    }
    CountDownLatch others = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      threads.task("other", counting(others)).wake();
    }

    assertThat(others.await(LATCH_SECONDS, TimeUnit.SECONDS)).as("the others go on").isTrue();
    await().until(() -> hung.stream().allMatch(task -> task.inStepFor().compareTo(SLOW) > 0));
    assertThat(threads.size()).isBetween(hung.size() + 1, hung.size() + 10);
  }

  @Test
  void threadOfATaskThatHung_isOneTooMany_whenItReturns() throws Exception {
    threads = new SinkThreads(1, 1, factory, SLOW, Duration.ofMillis(100));
    hang();
    CountDownLatch other = new CountDownLatch(1);
    threads.task("other", counting(other)).wake();
    assertThat(other.await(LATCH_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).hasSize(2);

    hanging.getFirst().release();

    await().until(() -> threads.size() == 0);
  }

  @Test
  void taskThatWasSlow_hasAThreadOfItsOwnFromTheStart_nextTime() throws Exception {
    threads = new SinkThreads(1, 1, factory, SLOW, LONG);
    SerialTask slow = hang();
    await().until(() -> slow.inStepFor().compareTo(SLOW) > 0);
    hanging.getFirst().release();
    await().until(() -> slow.inStepFor().isZero() && slow.isSlow());
    Semaphore first = block("first");
    slow.wake();

    await("beside the one that has the shared thread")
        .until(() -> !slow.inStepFor().isZero() && first.hasQueuedThreads());
    assertThat(threads.size()).isEqualTo(2);
  }

  @Test
  void taskThatHangsAlone_costsNoOtherThread() {
    SerialTask alone = hang();

    await().until(() -> alone.inStepFor().compareTo(SLOW.multipliedBy(3)) > 0);
    assertThat(threads.size()).isOne();
  }

  @Test
  void stepThatFails_endsNothing() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    SerialTask failing =
        threads.task(
            "failing",
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("a fault");
            });
    failing.wake();
    await().until(() -> runs.get() == 1);
    failing.wake();
    await().until(() -> runs.get() == 2);
    CountDownLatch other = new CountDownLatch(1);
    threads.task("other", counting(other)).wake();
    assertThat(other.await(LATCH_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasksThatWaitForTheirTurn_getMoreThreads_upToALimit_asLongAsTheyDo() {
    Duration slow = Duration.ofMillis(200);
    threads = new SinkThreads(1, 3, factory, slow, Duration.ofMillis(100));
    AtomicBoolean over = new AtomicBoolean();
    List<SerialTask> tasks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      tasks.add(threads.task("almost slow", () -> takesAWhile(over)));
    }
    tasks.forEach(SerialTask::wake);

    await().until(() -> threads.allowed() == 3 && threads.size() >= 3);
    over.set(true);
    await().until(() -> threads.size() == 0);
    assertThat(threads.allowed()).isOne();
    if (tasks.stream().noneMatch(SerialTask::isSlow)) {
      assertThat(seen).hasSize(3);
    }
  }

  /** As a write does that waits for a disk. */
  private static boolean takesAWhile(AtomicBoolean over) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    return !over.get();
  }

  @Test
  void slowTask_isRemembered_untilAFailedSinkIsOpenedAgain() {
    assertThat(SerialTask.SLOW_FOR).isGreaterThan(ReopenDelay.LONGEST.plus(SinkThreads.SLOW));
  }

  @Test
  void lackOfThreads_isMetOnce_untilTheNextLook() {
    LackingFactory lacking = new LackingFactory();
    threads = new SinkThreads(2, 2, lacking, LONG, LONG);

    for (int i = 0; i < 100; i++) {
      threads.task("waits", () -> false).wake();
    }

    assertThat(lacking.attempts).hasValue(1);
    assertThat(threads.size()).isZero();
  }

  @Test
  void tasksThatNoThreadWasThereFor_run_whenThereIsOneAgain() throws Exception {
    LackingFactory lacking = new LackingFactory();
    threads = new SinkThreads(2, 2, lacking, SLOW, LONG);
    CountDownLatch ran = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      threads.task("waits", counting(ran)).wake();
    }
    await("it is tried again").until(() -> lacking.attempts.get() > 2);

    lacking.lacks.set(false);

    assertThat(ran.await(LATCH_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** A system that has no threads left. */
  private final class LackingFactory implements ThreadFactory {
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicBoolean lacks = new AtomicBoolean(true);

    @Override
    public Thread newThread(Runnable work) {
      attempts.incrementAndGet();
      if (lacks.get()) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      return factory.newThread(work);
    }
  }

  @Test
  void threadThatDiesByItsTask_isReplaced_andTheTaskRunsAgain() {
    List<Throwable> deaths = new CopyOnWriteArrayList<>();
    ThreadFactory dying =
        work -> {
          Thread thread = factory.newThread(work);
          thread.setUncaughtExceptionHandler((died, cause) -> deaths.add(cause));
          return thread;
        };
    threads = new SinkThreads(1, 1, dying, SLOW, LONG);
    AtomicInteger runs = new AtomicInteger();
    SerialTask worst =
        threads.task(
            "worst",
            () -> {
              runs.incrementAndGet();
              throw new Unreportable();
            });

    for (int i = 1; i < 4; i++) {
      int expected = i;
      worst.wake();
      await().until(() -> deaths.size() == expected && threads.size() == 0);
      assertThat(runs).hasValue(expected);
      assertThat(worst.inStepFor()).isZero();
    }
  }

  /** A failure that cannot even be logged. */
  private static final class Unreportable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("it has no message");
    }
  }

  @Test
  void threadsLeave_whenTheyAreIdle_andComeBack() {
    threads = new SinkThreads(2, 2, factory, SLOW, Duration.ofMillis(50));
    AtomicInteger runs = new AtomicInteger();
    SerialTask task =
        threads.task(
            "task",
            () -> {
              runs.incrementAndGet();
              return false;
            });
    for (int i = 1; i < 4; i++) {
      int expected = i;
      task.wake();
      await().until(() -> runs.get() == expected && threads.size() == 0);
    }
  }

  @Test
  void taskThatIsWokenAfterTheEnd_stillRuns() throws Exception {
    threads.close();
    CountDownLatch late = new CountDownLatch(1);

    threads.task("late", counting(late)).wake();

    assertThat(late.await(LATCH_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private SerialTask hang() {
    SerialTask task = blocking("hung");
    task.wake();
    return task;
  }

  private Semaphore block(String name) {
    SerialTask task = blocking(name);
    task.wake();
    await().until(() -> !task.inStepFor().isZero());
    return hanging.getLast();
  }

  private SerialTask blocking(String name) {
    Semaphore released = new Semaphore(0);
    hanging.add(released);
    return threads.task(
        name,
        () -> {
          released.acquireUninterruptibly();
          return false;
        });
  }

  private static BooleanSupplier counting(CountDownLatch latch) {
    return () -> {
      latch.countDown();
      return false;
    };
  }
}
