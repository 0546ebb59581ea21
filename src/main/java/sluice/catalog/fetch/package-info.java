/**
 * Downloads of model files: over HTTPS from their publishers, or from a mirror. What arrives is
 * compared with the manifest's size and sum before it gets its name; what is cut off goes on where
 * it was. Depends on {@code catalog} and {@code core}.
 */
package sluice.catalog.fetch;
