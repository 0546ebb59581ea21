/**
 * JSON text and JSON schemas of records, maps and lists. Knows nothing of Sluice; depends on the
 * streaming core of Jackson.
 */
package sluice.json;
