package sluice.video.decode;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.video.demux.Packet;

/**
 * Chooses the packets that are decoded, so that the wanted pictures come out bit for bit as if all
 * were: what no other picture needs isn't sent, and what comes before a wanted picture waits until
 * one is, or is given up at the next key frame. In a source that is not waited for all others wait;
 * in a live one only those after which no picture is wanted before the next key frame, as far as
 * its key frames are regular, so that no picture comes late.
 *
 * <p>Which pictures are wanted is asked in the order in which they are shown, once no earlier one
 * can follow: that is when a packet is to be decoded later than the picture is shown. A source
 * whose times don't allow that is decoded as a whole, and so is one in which a wanted picture
 * didn't come out.
 *
 * <p>Holds at most {@value #MOST_HELD} packets, {@value #MOST_BYTES} bytes and a few seconds. One
 * thread.
 */
final class DecodePlan implements AutoCloseable {
  private static final int MOST_HELD = 64;
  private static final long MOST_BYTES = 1 << 20;
  private static final long LONGEST_HELD = TimeUnit.SECONDS.toNanos(3);

  /** A key frame that is needed may come this late. */
  private static final long LATEST_KEY = TimeUnit.SECONDS.toNanos(10);

  /** Packets that have to be in order before a source counts as regular, and after it was not. */
  private static final int PROBATION = 8;

  private static final int LONGER_PROBATION = 250;
  private static final int LONGEST_PROBATION = 8000;

  /** Wanted pictures that may be lost one after the other. */
  private static final int MOST_LOST = 3;

  private enum State {
    /** All is decoded and given out as it comes. */
    DIRECT,
    /** All is decoded until the picture comes out with which the plan begins. */
    ENTERING,
    /** Only what is wanted is decoded. */
    PLANNED
  }

  private final PictureRoles roles;
  private final boolean patient;
  private final MediaClock clock;
  private final LongUnaryOperator nanos;
  private final PictureTiming timing;
  private @Nullable PictureDemand demand;

  private State state = State.DIRECT;
  private DecodeMode mode = DecodeMode.ALL;
  private boolean ended;

  /** In the order in which they are decoded: not sent, and to be sent. */
  private final Deque<PlannedPicture> held = new ArrayDeque<>();

  private final Queue<PlannedPicture> ready = new ArrayDeque<>();

  /** The wanted picture for which the last packets were released, until its time is waited for. */
  private @Nullable PlannedPicture target;

  private long heldBytes;

  /** In the order in which they are shown. */
  private final PriorityQueue<PlannedPicture> undecided =
      new PriorityQueue<>(Comparator.comparingLong(picture -> picture.pts));

  private final Deque<PlannedPicture> decided = new ArrayDeque<>();
  private long lastDecided = Long.MIN_VALUE;

  /** The picture with which the plan begins, or began. */
  private long entry;

  /** Timestamps of pictures that are not wanted, of which the decoder may give frames. */
  private final TreeSet<Long> unwanted = new TreeSet<>();

  /** Packets were given up that the next ones need: nothing is decoded before a key frame. */
  private boolean brokenChain;

  private int brokenPackets;
  private long brokenSince;

  private int probation = PROBATION;
  private int lostInARow;
  private long undecoded;

  /**
   * A plan before the first packet.
   *
   * @param roles what pictures are needed for
   * @param patient whether the source comes as fast as it is read
   * @param clock gives pictures their times
   * @param nanos the time of the input's clock for a timestamp
   */
  DecodePlan(PictureRoles roles, boolean patient, MediaClock clock, LongUnaryOperator nanos) {
    this.roles = roles;
    this.patient = patient;
    this.clock = clock;
    this.nanos = nanos;
    this.timing = new PictureTiming(nanos, roles.isReordered());
  }

  /** From now on only what is wanted needs to be decoded. */
  void serve(PictureDemand wanted) {
    demand = wanted;
  }

  /** How much is decoded now. */
  DecodeMode mode() {
    return mode;
  }

  /** Pictures so far that were not decoded. */
  long undecoded() {
    return undecoded;
  }

  /**
   * A packet was read.
   *
   * @param packet lent
   * @return whether it is to be decoded at once; otherwise the plan has kept it if need be
   */
  boolean isSentAtOnce(Packet packet) {
    if (demand == null || !roles.areKnown()) {
      return true;
    }
    PictureRole role = roles.of(packet);
    boolean regular = timing.observe(packet, role, lastDecided);
    if (brokenChain && role != PictureRole.KEY && isBrokenForTooLong(packet.pts())) {
      mendChain();
    }
    if (state != State.DIRECT && (!regular || (isBoundary(role) && !isWorthwhile()))) {
      leave(regular ? PROBATION : LONGER_PROBATION);
    }
    if (state == State.DIRECT && !mayEnter(role)) {
      return isSentDirectly(packet, role);
    }
    if (state == State.ENTERING && packet.pts() < entry) {
      return true; // shown before the plan begins
    }
    add(packet, role);
    return false;
  }

  private boolean isSentDirectly(Packet packet, PictureRole role) {
    if (brokenChain && role != PictureRole.KEY) {
      requireDemand().passed(clock.next(nanos(packet.pts())));
      undecoded++;
      return false;
    }
    brokenChain = false;
    if (ready.isEmpty()) {
      return true;
    }
    ready.add(new PlannedPicture(packet.retain(), role));
    return false;
  }

  private boolean mayEnter(PictureRole role) {
    boolean apt =
        role == PictureRole.KEY
            || role == PictureRole.REFERENCE
            || (role == PictureRole.DISPOSABLE && roles.isIntraOnly());
    return apt && !ended && ready.isEmpty() && timing.inOrder() > probation && isWorthwhile();
  }

  private boolean isBoundary(PictureRole role) {
    return role != PictureRole.DISPOSABLE || roles.isIntraOnly();
  }

  /** Whether at most every second picture is wanted. */
  private boolean isWorthwhile() {
    double least = state == State.DIRECT ? 1.9 : 1.7;
    return timing.step() > 0 && requireDemand().intervalNanos() >= least * timing.step();
  }

  private void add(Packet packet, PictureRole role) {
    PlannedPicture picture = new PlannedPicture(packet.retain(), role);
    if (state == State.DIRECT) {
      enter(picture);
      return;
    }
    if (state == State.ENTERING) {
      undecided.add(picture);
      ready.add(picture);
      return;
    }
    if (role == PictureRole.KEY) {
      decideBefore(picture.pts);
      giveUpHeld();
      chooseMode();
    }
    hold(picture);
    undecided.add(picture);
    if (isByKeys() && nanos(picture.pts) - timing.keys().last() > longestKeyInterval()) {
      mode = DecodeMode.REFERENCE; // the source has changed
    }
    decideBefore(roles.isReordered() ? packet.dts() + 1 : picture.pts + 1);
    release(nanos(picture.pts));
  }

  private void enter(PlannedPicture picture) {
    state = State.ENTERING;
    picture.decide(true);
    decided.add(picture);
    entry = picture.pts;
    ready.add(picture);
    brokenChain = false;
    lostInARow = 0;
    chooseMode();
  }

  /** By the distance of key frames; leaves the mode for good where they come too seldom. */
  private void chooseMode() {
    long most = isByKeys() ? longestKeyInterval() : requireDemand().intervalNanos();
    KeyIntervals keys = timing.keys();
    boolean keysServe = keys.areKnown() && keys.greatest() <= most;
    mode = roles.isIntraOnly() || keysServe ? DecodeMode.KEY : DecodeMode.REFERENCE;
  }

  /** Key frames may come this late before they are no longer relied upon. */
  private long longestKeyInterval() {
    long interval = requireDemand().intervalNanos();
    return interval + interval / 10;
  }

  /** A key frame has come: what was held before it is not needed any more. */
  private void giveUpHeld() {
    if (held.stream().anyMatch(picture -> picture.role == PictureRole.UNKNOWN) && !brokenChain) {
      releaseUpTo(null);
    }
    held.forEach(this::leaveOut);
    held.clear();
    heldBytes = 0;
    brokenChain = false;
  }

  private void hold(PlannedPicture picture) {
    picture.hold();
    held.add(picture);
    heldBytes += picture.bytes;
  }

  /** Decides on all pictures that are shown before a time. */
  private void decideBefore(long pts) {
    while (!undecided.isEmpty() && undecided.peek().pts < pts) {
      PlannedPicture picture = undecided.remove();
      boolean wanted = isWanted(picture);
      picture.decide(wanted);
      decided.add(picture);
      lastDecided = picture.pts;
      if (!wanted) {
        unwanted.add(picture.pts);
      } else if (picture.isHeld()) {
        releaseUpTo(picture);
        target = picture;
      }
    }
  }

  private boolean isWanted(PlannedPicture picture) {
    if (brokenChain) {
      return false;
    }
    long time = clock.ahead(nanos(picture.pts));
    return isByKeys()
        ? requireDemand().wantsNear(time, picture.role == PictureRole.KEY)
        : requireDemand().wants(time);
  }

  /** Whether key frames are taken in place of the very pictures that are due. */
  private boolean isByKeys() {
    return mode == DecodeMode.KEY && !roles.isIntraOnly();
  }

  /** Sends what is held up to a picture, or all. */
  private void releaseUpTo(@Nullable PlannedPicture last) {
    while (!held.isEmpty() && releaseFirst() != last) {
      // until it has gone
    }
  }

  private PlannedPicture releaseFirst() {
    PlannedPicture first = held.removeFirst();
    heldBytes -= first.bytes;
    first.release();
    if (first.isNeedless()) {
      leaveOut(first);
    } else {
      ready.add(first);
    }
    return first;
  }

  /** Lets go of what must not or need not be held any longer. */
  private void release(long now) {
    while (!held.isEmpty() && (isTooMuchHeld() || !isHolding(now))) {
      PlannedPicture first = held.getFirst();
      boolean undecidedYet = first.role == PictureRole.DISPOSABLE && !first.isDecided();
      if (undecidedYet && !isTooMuchHeld()) {
        return;
      }
      if (brokenChain || (isByKeys() && isTooMuchHeld())) {
        breakChain();
        leaveOut(held.removeFirst());
        heldBytes -= first.bytes;
      } else {
        releaseFirst();
      }
    }
  }

  private void breakChain() {
    if (!brokenChain) {
      brokenChain = true;
      brokenPackets = 0;
      brokenSince = timing.keys().last();
    }
  }

  /** Whether the key frame doesn't come that is needed. */
  private boolean isBrokenForTooLong(long pts) {
    if (state == State.DIRECT) {
      return ++brokenPackets > LONGER_PROBATION; // times may mean nothing
    }
    return nanos(pts) - brokenSince > longestKeyInterval() + LATEST_KEY;
  }

  /** Goes on without what was given up: better damaged pictures than none. */
  private void mendChain() {
    if (state == State.PLANNED) {
      decideBefore(Long.MAX_VALUE);
    }
    leave(LONGER_PROBATION);
    brokenChain = false;
  }

  private boolean isTooMuchHeld() {
    return held.size() > MOST_HELD
        || heldBytes > MOST_BYTES
        || nanos(held.getLast().pts) - nanos(held.getFirst().pts) > LONGEST_HELD;
  }

  /** Whether packets wait until a wanted picture needs them. */
  private boolean isHolding(long now) {
    if (patient || roles.isIntraOnly()) {
      return true;
    }
    KeyIntervals keys = timing.keys();
    if (roles.isReordered() || !keys.areRegular()) {
      return false;
    }
    boolean late = now > keys.next() + keys.greatest() / 10;
    return !late
        && (mode == DecodeMode.KEY || requireDemand().nextNanos() >= clock.ahead(keys.next()));
  }

  /**
   * Gives the demand its chance to wait, before anything of a wanted picture is decoded and while
   * no earlier one is to come.
   */
  void rest() {
    PlannedPicture next = target;
    if (next == null) {
      return;
    }
    target = null;
    if (patient && !ready.isEmpty() && nextWanted() == next) {
      requireDemand().rest(clock.ahead(nanos(next.pts)));
    }
  }

  private @Nullable PlannedPicture nextWanted() {
    for (PlannedPicture picture : decided) {
      if (picture.isWanted()) {
        return picture;
      }
    }
    return null;
  }

  /** The next packet to be decoded, which the caller closes; null where one must be read first. */
  @Nullable Packet next() {
    PlannedPicture picture = ready.poll();
    return picture == null ? null : picture.take();
  }

  /** No more packets come: what was held for a wanted picture is not needed. */
  void end() {
    ended = true;
    if (state == State.PLANNED) {
      decideBefore(Long.MAX_VALUE);
      held.forEach(this::leaveOut);
      held.clear();
    }
  }

  /** The decoder has given all pictures: those that are left pass. */
  void finish() {
    pass();
    while (!decided.isEmpty()) {
      decided.removeFirst(); // could not be decoded
      pass();
    }
  }

  /** Lets the pictures pass whose turn it is and that aren't wanted. */
  void pass() {
    while (!decided.isEmpty() && !decided.getFirst().isWanted()) {
      requireDemand().passed(clock.next(nanos(decided.removeFirst().pts)));
    }
  }

  /**
   * Whether a frame that the decoder has given is handed out; it passes otherwise, for it was only
   * needed for others.
   *
   * @param pts its timestamp
   */
  boolean isHandedOut(long pts) {
    if (state == State.PLANNED && pts != Packet.NO_TIMESTAMP) {
      decideBefore(pts + 1);
      while (!unwanted.isEmpty() && unwanted.first() < pts) {
        unwanted.pollFirst();
      }
    }
    pass();
    while (!decided.isEmpty() && decided.getFirst().pts <= pts) {
      if (decided.removeFirst().pts == pts) {
        lostInARow = 0;
        return true;
      }
      lost();
      pass();
    }
    if (unwanted.remove(pts)) {
      return false;
    }
    if (state == State.PLANNED) {
      // A frame that belongs to no packet: such a source can't be planned.
      leave(LONGER_PROBATION);
    }
    return true;
  }

  /**
   * The decoder has given all that it can for what it was sent.
   *
   * @param delay pictures that it keeps back to put them in order
   */
  void starved(int delay) {
    boolean lost =
        state == State.PLANNED
            && delay == 0
            && ready.isEmpty()
            && !decided.isEmpty()
            && decided.getFirst().isWanted();
    if (lost) {
      decided.removeFirst();
      lost();
    }
  }

  /** A wanted picture did not come out: the next is wanted in its place. */
  private void lost() {
    lostInARow++;
    if (lostInARow > MOST_LOST) {
      leave(LONGER_PROBATION);
    } else if (state == State.PLANNED) {
      begin();
    }
  }

  /** After a picture was handed out and taken note of. */
  void proceed() {
    if (state == State.ENTERING && decided.isEmpty()) {
      state = State.PLANNED;
      lastDecided = entry;
      begin();
    }
  }

  /** Asks anew, from the last picture that was given out on. */
  private void begin() {
    requireDemand().begin();
    decided.stream().filter(PlannedPicture::isWanted).forEach(this::isWanted);
  }

  /** Decodes everything again, in order, and loses nothing that is still held. */
  private void leave(int atLeast) {
    if (state == State.DIRECT) {
      return;
    }
    releaseUpTo(null);
    for (PlannedPicture picture : undecided) {
      lastDecided = Math.max(lastDecided, picture.pts);
    }
    undecided.clear();
    state = State.DIRECT;
    mode = DecodeMode.ALL;
    timing.restart();
    lastDecided = Long.MIN_VALUE;
    probation =
        atLeast == PROBATION
            ? PROBATION
            : Math.min(LONGEST_PROBATION, Math.max(atLeast, 2 * probation));
  }

  private void leaveOut(PlannedPicture picture) {
    picture.drop();
    undecoded++;
  }

  private PictureDemand requireDemand() {
    PictureDemand asked = demand;
    if (asked == null) {
      throw new IllegalStateException("nobody has said which pictures are wanted");
    }
    return asked;
  }

  private long nanos(long pts) {
    return nanos.applyAsLong(pts);
  }

  /** Gives up what is held. */
  @Override
  public void close() {
    held.forEach(PlannedPicture::drop);
    ready.forEach(PlannedPicture::drop);
    held.clear();
    ready.clear();
  }
}
