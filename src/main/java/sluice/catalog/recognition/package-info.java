/**
 * Recognition of models without a manifest: how their outputs are decoded and how their pictures
 * are preprocessed. Decides from ports and from what its maker has written into it; reads no file
 * itself. It knows no family by itself: the families and their hints are handed to it. Depends on
 * core, and on {@code catalog.metadata} for what was written where.
 */
package sluice.catalog.recognition;
