package sluice.tune;

/** Where candidates are tried: the port behind which a device stands. */
public interface Trials {

  /**
   * Makes a candidate ready to run. Two may be open at the same time; they don't run at the same
   * time.
   *
   * @throws sluice.core.SluiceException when the device refuses it
   */
  Trial open(Candidate candidate);
}
