/**
 * What is configured and whether it is up: the report when the server starts, and the channel that {@code bin/polywire}
 * speaks to. A room that serves the person in front of the server and no client.
 *
 * <pre>
 *   ConfigurationAdmin ─┐
 *   SCR's components   ─┼─▶ Collector ─▶ Snapshot ─▶ TextView, JsonView ─┬─▶ StartReport ─▶ standard output
 *   StatusSource ...   ─┤                                                └─▶ Channel ─▶ bin/polywire status
 *   bundles, Profile   ─┘
 * </pre>
 *
 * It imports {@code api} and the framework's own contracts (framework, Service Component Runtime, Configuration Admin)
 * and nothing else: no other room knows it, and it knows no other room.
 */
package io.polywire.control.internal;
