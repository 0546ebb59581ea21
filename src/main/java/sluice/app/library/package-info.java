/**
 * The model library as commands show it: list, information, download, verification of checksums.
 */
package sluice.app.library;
