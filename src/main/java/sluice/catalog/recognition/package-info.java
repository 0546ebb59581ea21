/**
 * Finds out what a model of which nobody has said anything is: how its outputs are to be read and
 * how it wants its pictures. Decides from ports and from what its maker has written into it; reads
 * no file itself. It knows no family by itself: the families and their hints are handed to it.
 * Depends on core only.
 */
package sluice.catalog.recognition;
