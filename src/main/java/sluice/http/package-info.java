/**
 * The service over HTTP: a REST interface under {@code /api/v1}, events, metrics and health. It
 * translates and decides nothing: streams and models are asked by messages to the actors of {@code
 * service}, everything else stands behind the ports of {@link sluice.http.api.HttpPorts}. One table
 * of routes ({@link sluice.http.routing.Route}) is both what is served and what the OpenAPI
 * document says; the dashboard for people ({@link sluice.http.page.PageRoutes}) comes besides.
 * Every request passes {@link sluice.http.access.RequestFilter} first. Depends on {@code service},
 * {@code config}, {@code metrics} and {@code core}, on Pekko HTTP and on Micrometer.
 */
package sluice.http;
