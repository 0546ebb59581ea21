package sluice.app.service;

import java.util.function.IntSupplier;
import sluice.video.decode.InputOpener;
import sluice.video.isolation.remote.HelperProgram;
import sluice.video.isolation.remote.IsolatedInputs;

/**
 * The processes that decode sources, as the service uses them.
 *
 * @param inputs opens inputs in processes
 * @param running how many there are now
 * @param end ends all of them
 */
record DecoderProcesses(InputOpener inputs, IntSupplier running, Runnable end) {

  /** Those of this machine; none is started yet. Loads FFmpeg's libraries. */
  static DecoderProcesses ofMachine() {
    IsolatedInputs inputs = new IsolatedInputs(HelperProgram.ofThisProcess());
    return new DecoderProcesses(inputs, inputs::running, inputs::close);
  }
}
