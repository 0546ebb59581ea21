package sluice.pipeline;

import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

/**
 * Graph stage that maps or drops elements that own resources. Unlike Pekko's own {@code filter} it
 * never holds an element: what is held when a stream fails is lost without being closed.
 *
 * <p><b>Emits when</b> an element is accepted. <b>Backpressures when</b> downstream backpressures.
 * <b>Completes when</b> upstream completes. <b>Cancels when</b> downstream cancels. <b>Drops
 * when</b> an element is not accepted; the mapper closes it.
 */
final class MapOrDropStage<I, O> extends GraphStage<FlowShape<I, O>> {
  private final Inlet<I> in = Inlet.create("elements");
  private final Outlet<O> out = Outlet.create("mapped");
  private final FlowShape<I, O> shape = FlowShape.of(in, out);
  private final Mapper<I, O> mapper;

  MapOrDropStage(Mapper<I, O> mapper) {
    this.mapper = mapper;
  }

  /**
   * Decides on each element, which it owns from then on: exactly one of {@link #map} and {@link
   * #drop} follows. Called by the stage's thread alone. Three methods and not a function to an
   * {@code Optional}, which would be an allocation a frame.
   */
  interface Mapper<I, O> {
    /** Whether the element goes on. */
    boolean accepts(I element);

    /** Makes what is emitted of an accepted element. */
    O map(I element);

    /** Disposes of an element that is not accepted. */
    void drop(I element);
  }

  @Override
  public FlowShape<I, O> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    Logic() {
      super(shape);
      setHandlers(
          in,
          out,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              I element = grab(in);
              if (mapper.accepts(element)) {
                push(out, mapper.map(element));
              } else {
                mapper.drop(element);
                pull(in);
              }
            }

            @Override
            public void onPull() {
              pull(in);
            }
          });
    }
  }
}
