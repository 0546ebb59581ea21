/**
 * Parts of the web interface that a job and the service share: addresses of pages, latest pictures,
 * server start and shutdown.
 */
package sluice.app.page;
