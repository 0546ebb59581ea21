/** {@code sluice models}: list, information, download and verification. */
package sluice.cli.models;
