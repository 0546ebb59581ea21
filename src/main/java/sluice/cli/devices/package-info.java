/** {@code sluice devices}: OpenVINO's devices as text and JSON. */
package sluice.cli.devices;
