package sluice.pipeline;

import java.util.function.Function;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Maps elements, of which the function keeps some and disposes of others. Unlike Pekko's own {@code
 * filter} it never holds an element: what is held when a stream fails is lost without being closed.
 *
 * <p><b>Emits when</b> the function gives something. <b>Backpressures when</b> downstream
 * backpressures. <b>Completes when</b> upstream completes. <b>Cancels when</b> downstream cancels.
 * <b>Drops when</b> the function gives null; it has closed the element then.
 */
final class MapOrDropStage<I, O> extends GraphStage<FlowShape<I, O>> {
  private final Inlet<I> in = Inlet.create("elements");
  private final Outlet<O> out = Outlet.create("kept");
  private final FlowShape<I, O> shape = FlowShape.of(in, out);
  private final Function<I, @Nullable O> keep;

  MapOrDropStage(Function<I, @Nullable O> keep) {
    this.keep = keep;
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
              O kept = keep.apply(grab(in));
              if (kept == null) {
                pull(in);
              } else {
                push(out, kept);
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
