/** What this machine has and lacks for running Sluice: one check for each thing that is needed. */
package sluice.app.doctor;
