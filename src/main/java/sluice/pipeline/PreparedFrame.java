package sluice.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import sluice.core.Box;
import sluice.core.Frame;
import sluice.core.Geometry;
import sluice.core.LeasedTensors;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.stage.inference.InferenceOutcome;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.RegionMerger;

/** A frame whose tensors are filled; they are part of its lease. */
sealed interface PreparedFrame {

  /** The frame. */
  Frame frame();

  /** Hands its tensors to the device. */
  CompletionStage<InferenceOutcome> submit(InferenceQueue queue);

  /** Reads what the device found in it. */
  Predictions read(Postprocessor postprocessor);

  /** Fills the tensors of a frame with its picture, or with regions of it where there are some. */
  static PreparedFrame of(Frame frame, StreamParts parts) {
    PictureRegions regions = parts.regions();
    return regions == null
        ? Whole.of(frame, parts.queue(), parts.preparation())
        : InRegions.of(frame, regions.of(frame.picture()), parts.queue(), parts.preparation());
  }

  /** One with one inference. */
  record Whole(Frame frame, TensorSet tensors, Geometry geometry) implements PreparedFrame {
    private static Whole of(Frame frame, InferenceQueue queue, InputPreprocessor preparation) {
      TensorSet tensors = queue.lease();
      try {
        frame.attach(tensors);
      } catch (IllegalStateException closed) {
        tensors.close();
        throw closed;
      }
      return new Whole(frame, tensors, preparation.prepare(frame.picture(), tensors));
    }

    @Override
    public CompletionStage<InferenceOutcome> submit(InferenceQueue queue) {
      return queue.submit(tensors, frame.readyNanos());
    }

    @Override
    public Predictions read(Postprocessor postprocessor) {
      return postprocessor.read(tensors, geometry);
    }
  }

  /** One with an inference for each of its regions. */
  record InRegions(Frame frame, List<Region> regions) implements PreparedFrame {

    private record Region(Box place, TensorSet tensors, Geometry geometry) {}

    private static InRegions of(
        Frame frame, List<Box> places, InferenceQueue queue, InputPreprocessor preparation) {
      Leases leases = new Leases(new ArrayList<>(places.size()));
      frame.attach(leases); // before there are any: what fails from here on, they belong to it
      List<Region> regions = new ArrayList<>(places.size());
      for (Box place : places) {
        TensorSet tensors = queue.lease();
        leases.sets.add(tensors);
        regions.add(
            new Region(place, tensors, preparation.prepare(frame.picture(), place, tensors)));
      }
      return new InRegions(frame, regions);
    }

    @Override
    public CompletionStage<InferenceOutcome> submit(InferenceQueue queue) {
      return queue.submit(regions.stream().map(Region::tensors).toList(), frame.readyNanos());
    }

    @Override
    public Predictions read(Postprocessor postprocessor) {
      return RegionMerger.merge(
          regions.stream().map(Region::place).toList(),
          regions.stream()
              .map(region -> postprocessor.read(region.tensors(), region.geometry()))
              .toList());
    }

    /** The tensors of all regions as one lease. */
    private record Leases(List<TensorSet> sets) implements LeasedTensors {
      @Override
      public void close() {
        sets.forEach(TensorSet::close);
      }
    }
  }
}
