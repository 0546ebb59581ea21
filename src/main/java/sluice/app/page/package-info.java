/**
 * What a job and the service share towards the browser: addresses of pages, newest pictures, server
 * start and shutdown.
 */
package sluice.app.page;
