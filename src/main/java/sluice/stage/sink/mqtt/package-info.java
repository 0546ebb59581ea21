/**
 * The sink type {@code mqtt}: messages and retained states at a broker of MQTT, with discovery for
 * Home Assistant.
 */
package sluice.stage.sink.mqtt;
