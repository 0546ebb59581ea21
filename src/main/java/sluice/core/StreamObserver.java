package sluice.core;

/**
 * Observer of one stream, for counters and progress. Calls come from the decoder thread and the
 * stream's dispatcher, also at the same time; they must return at once and not throw.
 */
public interface StreamObserver {

  /** A picture of the source came; dropped ones count too, and those that were not decoded. */
  void frameRead();

  /**
   * Pictures that came were not decoded, for none of them was wanted; they count as dropped too.
   */
  default void framesUndecoded(long number) {}

  /**
   * From now on so much of the source is decoded; what is opened is decoded as a whole at first.
   */
  default void decodeMode(DecodeMode mode) {}

  /**
   * A picture came from the decoder; its memory is held until {@link #pictureFreed} says the same
   * number. References to it are not told of.
   *
   * @param bytes of its planes
   */
  default void pictureHeld(long bytes) {}

  /**
   * The last reference to a picture was closed, by any thread, also after the run's end.
   *
   * @param bytes of its planes
   */
  default void pictureFreed(long bytes) {}

  /** A frame was dropped. */
  void frameDropped(DropCause cause);

  /**
   * A frame was dropped after it had been prepared. Whoever needs no more than the cause is told as
   * of any other dropped frame.
   *
   * @param frame may be read during the call only
   */
  default void frameDropped(Frame frame, DropCause cause) {
    frameDropped(cause);
  }

  /**
   * The device failed at a frame, or was given up; the run ends with it. Also from the device's
   * completion thread.
   *
   * @param frame may be read during the call only, but for its picture
   */
  default void inferenceFailed(Frame frame, Throwable cause) {}

  /** Data of the source could not be decoded, or only with visible damage. */
  void inputDamaged();

  /** A frame went through; the result may be read during the call only. */
  void frameFinished(FrameResult result);

  /**
   * Every receiver has its share of a result that was finished before; it may be read during the
   * call only.
   */
  default void frameDelivered(FrameResult result) {}

  /**
   * A frame of a recording that is played in real time goes on, or the reading of one has ended.
   *
   * @param lateNanos how long after its time it comes; 0: it was waited for, or none comes any more
   */
  default void framePaced(long lateNanos) {}

  /**
   * A gate was asked of a picture, or motion isn't looked for any more.
   *
   * @param phase what the gate makes of it
   * @param nanos media time since the last such picture; 0 for the first one
   */
  default void motionSeen(MotionPhase phase, long nanos) {}

  /** A second model has answered of an object. */
  default void cropInferred(CropInference crop) {}

  /**
   * A second model was not asked of an object, or too late.
   *
   * @param model its name
   */
  default void cropSkipped(String model, CropSkipCause cause) {}

  /** An observer that notifies this one, then another. */
  default StreamObserver and(StreamObserver other) {
    return new Both(this, other);
  }

  /** Two observers that are notified one after the other. */
  record Both(StreamObserver first, StreamObserver second) implements StreamObserver {
    @Override
    public void frameRead() {
      first.frameRead();
      second.frameRead();
    }

    @Override
    public void framesUndecoded(long number) {
      first.framesUndecoded(number);
      second.framesUndecoded(number);
    }

    @Override
    public void decodeMode(DecodeMode mode) {
      first.decodeMode(mode);
      second.decodeMode(mode);
    }

    @Override
    public void pictureHeld(long bytes) {
      first.pictureHeld(bytes);
      second.pictureHeld(bytes);
    }

    @Override
    public void pictureFreed(long bytes) {
      first.pictureFreed(bytes);
      second.pictureFreed(bytes);
    }

    @Override
    public void frameDropped(DropCause cause) {
      first.frameDropped(cause);
      second.frameDropped(cause);
    }

    @Override
    public void frameDropped(Frame frame, DropCause cause) {
      first.frameDropped(frame, cause);
      second.frameDropped(frame, cause);
    }

    @Override
    public void inferenceFailed(Frame frame, Throwable cause) {
      first.inferenceFailed(frame, cause);
      second.inferenceFailed(frame, cause);
    }

    @Override
    public void inputDamaged() {
      first.inputDamaged();
      second.inputDamaged();
    }

    @Override
    public void frameFinished(FrameResult result) {
      first.frameFinished(result);
      second.frameFinished(result);
    }

    @Override
    public void frameDelivered(FrameResult result) {
      first.frameDelivered(result);
      second.frameDelivered(result);
    }

    @Override
    public void framePaced(long lateNanos) {
      first.framePaced(lateNanos);
      second.framePaced(lateNanos);
    }

    @Override
    public void motionSeen(MotionPhase phase, long nanos) {
      first.motionSeen(phase, nanos);
      second.motionSeen(phase, nanos);
    }

    @Override
    public void cropInferred(CropInference crop) {
      first.cropInferred(crop);
      second.cropInferred(crop);
    }

    @Override
    public void cropSkipped(String model, CropSkipCause cause) {
      first.cropSkipped(model, cause);
      second.cropSkipped(model, cause);
    }
  }

  /** An observer that does nothing. */
  StreamObserver NONE =
      new StreamObserver() {
        @Override
        public void frameRead() {}

        @Override
        public void frameDropped(DropCause cause) {}

        @Override
        public void inputDamaged() {}

        @Override
        public void frameFinished(FrameResult result) {}
      };
}
