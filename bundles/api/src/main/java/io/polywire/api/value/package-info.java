/**
 * Values that several rooms read and write in the same words: dates, times, time zones and intervals, and the settings of
 * a session that decide their text. A wire needs them for its codecs, a dialect for its literals, casts and functions.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.value;
