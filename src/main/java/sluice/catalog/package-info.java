/**
 * The model catalogue: manifests, read strictly from files in HOCON, class labels, files with their
 * checksums. Depends on {@code core} only; nothing here knows OpenVINO or loads native code.
 * Downloads are in {@code catalog.fetch}, the built-in model in {@code catalog.hog}.
 */
package sluice.catalog;
