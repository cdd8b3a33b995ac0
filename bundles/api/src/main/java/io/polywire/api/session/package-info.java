/**
 * What a client has with the server once it is in: sessions, statements, portals, transactions, and the way of a row.
 *
 * <pre>
 *   Session ── script(text) ─▶ Script ── next() ─▶ text of one statement
 *      │
 *      ├─ prepare(text) ─▶ Prepared ── bind(parameters) ─▶ Portal ── run(max, sink, reply) ─▶ suspended | completed | failed
 *      ├─ load(prepared, RowSource) ─▶ counts
 *      └─ transaction() / begin(mode) ─▶ Transaction
 * </pre>
 *
 * The walks of MySQL and Firebird through these types stand in {@code io.polywire.api.wire}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.session;
