/**
 * The plain jar that {@code bin/polywire} runs: it makes a home, starts the OSGi framework in it, and speaks to a server
 * that runs. It knows no bundle by name; what is started, and in which order, is how {@code system/} is laid out.
 */
package io.polywire.launcher;
