/**
 * What a model is: its manifest, read strictly from a file in HOCON, the names of its classes, its
 * files with their sums. Depends on {@code core} only; nothing here knows OpenVINO or loads native
 * code. Downloads are in {@code catalog.fetch}, the built-in model in {@code catalog.hog}.
 */
package sluice.catalog;
