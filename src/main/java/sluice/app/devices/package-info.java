/** OpenVINO's devices as commands and the API show them. */
package sluice.app.devices;
