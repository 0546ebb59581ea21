/**
 * The routes of the REST API: streams, models, devices, events, health, and the schemas that they
 * name.
 */
package sluice.http.api;
