/** The demo source: a drawn clip that is made when it is opened first. */
package sluice.app.demo;
