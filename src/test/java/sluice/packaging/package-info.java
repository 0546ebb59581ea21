/** What is shipped beside the program, in {@code src/packaging}, can be used as it is. */
package sluice.packaging;
