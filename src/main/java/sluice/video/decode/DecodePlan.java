package sluice.video.decode;

import java.util.ArrayDeque;
import java.util.Queue;
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
 * <p>The state machine alone: what it holds is bounded by {@link HeldPackets}, what is wanted is
 * kept by {@link PictureDecisions}. One thread.
 */
final class DecodePlan implements AutoCloseable {
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
  private final ModeChoice modes;
  private @Nullable PictureDemand demand;

  private State state = State.DIRECT;
  private boolean ended;

  /** What isn't sent, and what is to be sent, in the order in which it is decoded. */
  private final HeldPackets held;

  private final Queue<PlannedPicture> ready = new ArrayDeque<>();
  private final PictureDecisions pictures = new PictureDecisions();
  private final ChainBreak chain = new ChainBreak();
  private final Probation probation = new Probation();

  /** The wanted picture for which the last packets were released, until its time is waited for. */
  private @Nullable PlannedPicture target;

  /** The picture with which the plan begins, or began. */
  private long entry;

  /**
   * Pictures that the decoder keeps back to put them in order. It may find out as late as while it
   * decodes that it has to, also because of pictures that were left out: a wanted one comes out
   * only with what follows then.
   */
  private int delay;

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
    this.modes = new ModeChoice(roles, timing);
    this.held = new HeldPackets(nanos);
  }

  /** From now on only what is wanted needs to be decoded. */
  void serve(PictureDemand wanted) {
    demand = wanted;
    modes.serve(wanted.intervalNanos());
  }

  /** How much is decoded now. */
  DecodeMode mode() {
    return modes.mode();
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
    boolean regular = timing.observe(packet, role, pictures.last());
    if (chain.isBroken() && role != PictureRole.KEY && isBrokenForTooLong(packet.pts())) {
      mendChain();
    }
    if (state != State.DIRECT && (!regular || (isBoundary(role) && !isWorthwhile()))) {
      leave(regular);
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
    if (chain.isBroken() && role != PictureRole.KEY) {
      requireDemand().passed(clock.next(nanos(packet.pts())));
      undecoded++;
      return false;
    }
    chain.end();
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
    return apt
        && !ended
        && ready.isEmpty()
        && probation.isPassedBy(timing.inOrder())
        && isWorthwhile();
  }

  private boolean isBoundary(PictureRole role) {
    return role != PictureRole.DISPOSABLE || roles.isIntraOnly();
  }

  private boolean isWorthwhile() {
    return modes.isWorthwhile(state != State.DIRECT);
  }

  private void add(Packet packet, PictureRole role) {
    PlannedPicture picture = new PlannedPicture(packet.retain(), role);
    if (state == State.DIRECT) {
      enter(picture);
      return;
    }
    if (state == State.ENTERING) {
      pictures.add(picture);
      ready.add(picture);
      return;
    }
    if (role == PictureRole.KEY) {
      decideBefore(picture.pts);
      giveUpHeld();
      modes.choose();
    }
    held.add(picture);
    pictures.add(picture);
    modes.mayGiveUpKeys(nanos(picture.pts));
    decideBefore(roles.isReordered() ? packet.dts() + 1 : picture.pts + 1);
    release(nanos(picture.pts));
  }

  private void enter(PlannedPicture picture) {
    state = State.ENTERING;
    pictures.addWanted(picture);
    entry = picture.pts;
    ready.add(picture);
    chain.end();
    lostInARow = 0;
    modes.choose();
  }

  /** A key frame has come: what was held before it is not needed any more. */
  private void giveUpHeld() {
    if (held.haveUnknown() && !chain.isBroken()) {
      releaseUpTo(null);
    }
    leaveOutHeld();
    chain.end();
  }

  /** Decides on all pictures that are shown before a time. */
  private void decideBefore(long pts) {
    for (PlannedPicture picture = pictures.nextUndecided(pts);
        picture != null;
        picture = pictures.nextUndecided(pts)) {
      boolean wanted = isWanted(picture);
      pictures.decide(picture, wanted);
      if (wanted && picture.isHeld()) {
        releaseUpTo(picture);
        target = picture;
      }
    }
  }

  private boolean isWanted(PlannedPicture picture) {
    if (chain.isBroken()) {
      return false;
    }
    long time = clock.ahead(nanos(picture.pts));
    return modes.isByKeys()
        ? requireDemand().wantsNear(time, picture.role == PictureRole.KEY)
        : requireDemand().wants(time);
  }

  /** Sends what is held up to a picture, or all. */
  private void releaseUpTo(@Nullable PlannedPicture last) {
    while (!held.isEmpty() && releaseFirst() != last) {
      // until it has gone
    }
  }

  private PlannedPicture releaseFirst() {
    PlannedPicture first = held.removeFirst();
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
    while (!held.isEmpty() && (held.areTooMany() || !isHolding(now))) {
      PlannedPicture first = held.first();
      boolean undecidedYet = first.role == PictureRole.DISPOSABLE && !first.isDecided();
      if (undecidedYet && !held.areTooMany()) {
        return;
      }
      if (chain.isBroken() || (modes.isByKeys() && held.areTooMany())) {
        chain.begin(timing.keys().last());
        leaveOut(held.removeFirst());
      } else {
        releaseFirst();
      }
    }
  }

  /** Whether the key frame doesn't come that is needed. */
  private boolean isBrokenForTooLong(long pts) {
    return state == State.DIRECT
        ? chain.isOneTooMany()
        : pts != Packet.NO_TIMESTAMP && chain.isOverdue(nanos(pts), modes.longestKeyInterval());
  }

  /** Goes on without what was given up: better damaged pictures than none. */
  private void mendChain() {
    if (state == State.PLANNED) {
      decideBefore(Long.MAX_VALUE);
    }
    chain.end();
    leave(false);
  }

  /** Whether packets wait until a wanted picture needs them. */
  private boolean isHolding(long now) {
    if (patient || roles.isIntraOnly()) {
      return true;
    }
    KeyIntervals keys = timing.keys();
    boolean keptBack = delay > 0 && pictures.firstWanted() != null;
    if (roles.isReordered() || keptBack || !keys.areRegular()) {
      return false;
    }
    boolean late = now > keys.next() + keys.greatest() / 10;
    return !late
        && (modes.mode() == DecodeMode.KEY
            || requireDemand().nextNanos() >= clock.ahead(keys.next()));
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
    if (patient && !ready.isEmpty() && pictures.firstWanted() == next) {
      requireDemand().rest(clock.ahead(nanos(next.pts)));
    }
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
      leaveOutHeld();
    }
  }

  /** The decoder has given all pictures: those that are left pass. */
  void finish() {
    pass();
    while (pictures.nextUpTo(Long.MAX_VALUE) != null) {
      pass(); // it could not be decoded
    }
  }

  /** Lets the pictures pass whose turn it is and that aren't wanted. */
  void pass() {
    for (PlannedPicture picture = pictures.nextUnwanted();
        picture != null;
        picture = pictures.nextUnwanted()) {
      requireDemand().passed(clock.next(nanos(picture.pts)));
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
      pictures.forgetUnwantedBefore(pts);
    }
    pass();
    for (PlannedPicture picture = pictures.nextUpTo(pts);
        picture != null;
        picture = pictures.nextUpTo(pts)) {
      if (picture.pts == pts) {
        lostInARow = 0;
        return true;
      }
      lost();
      pass();
    }
    if (pictures.isUnwantedFrame(pts)) {
      return false;
    }
    if (state == State.PLANNED) {
      // A frame that belongs to no packet: such a source can't be planned.
      leave(false);
    }
    return true;
  }

  /**
   * The decoder has given all that it can for what it was sent.
   *
   * @param delay pictures that it keeps back to put them in order
   */
  void starved(int delay) {
    this.delay = delay;
    boolean lost =
        state == State.PLANNED && delay == 0 && ready.isEmpty() && pictures.isNextWanted();
    if (lost) {
      pictures.removeNext();
      lost();
    }
  }

  /** A wanted picture did not come out: the next is wanted in its place. */
  private void lost() {
    lostInARow++;
    if (lostInARow > MOST_LOST) {
      leave(false);
    } else if (state == State.PLANNED) {
      begin();
    }
  }

  /** After a picture was handed out and taken note of. */
  void proceed() {
    if (state == State.ENTERING && pictures.areDone()) {
      state = State.PLANNED;
      pictures.decidedUpTo(entry);
      begin();
    }
  }

  /** Asks anew, from the last picture that was given out on. */
  private void begin() {
    requireDemand().begin();
    pictures.wanted().forEach(this::isWanted);
  }

  /**
   * Decodes everything again, in order, and loses nothing that is still held and can be decoded.
   *
   * @param regular whether the source may be planned again soon
   */
  private void leave(boolean regular) {
    if (state == State.DIRECT) {
      return;
    }
    if (chain.isBroken()) {
      decideBefore(Long.MAX_VALUE); // none can be decoded: they pass
      leaveOutHeld();
    } else {
      releaseUpTo(null);
    }
    pictures.clearUndecided();
    state = State.DIRECT;
    modes.decodeAll();
    timing.restart();
    probation.restart(regular);
  }

  private void leaveOutHeld() {
    while (!held.isEmpty()) {
      leaveOut(held.removeFirst());
    }
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
    held.close();
    ready.forEach(PlannedPicture::drop);
    ready.clear();
  }
}
