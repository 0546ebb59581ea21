/**
 * The graph of one stream: source, preprocess, infer, postprocess, sinks joined into one fused
 * island, with the ledger that makes sure that every frame is closed.
 *
 * <p>Frames own native memory, and Pekko discards queued elements without telling anyone; so there
 * is no {@code async}, {@code buffer} or {@code conflate} over frames here. Stages keep their state
 * in the logic, open in {@code preStart}, close in {@code postStop}; other threads reach them
 * through an {@code AsyncCallback} only. Depends on the stages and core.
 */
package sluice.pipeline;
