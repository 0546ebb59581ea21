/**
 * The built-in person detector: OpenCV's classic people detector (histograms of oriented gradients
 * and a linear support vector machine, Dalal and Triggs, "Histograms of Oriented Gradients for
 * Human Detection", CVPR 2005) written as an OpenVINO graph. It needs no download: its weights are
 * 15 KB of this package's resources, and the graph is made for whatever input size is wanted.
 *
 * <p>{@link sluice.catalog.hog.HogModel} is the entrance. Inside, {@code HogGraph} puts the steps
 * of the recipe together, one class each, and {@code IrGraph} with its helpers writes OpenVINO's
 * intermediate representation; no OpenVINO is needed for that. Depends on {@code core} only.
 */
package sluice.catalog.hog;
