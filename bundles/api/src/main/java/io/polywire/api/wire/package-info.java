/**
 * What a protocol bundle offers and what the door (bundle {@code net}) gives it.
 *
 * <pre>
 *   socket          door (net)                       protocol                          router
 *     │ accept        │                                 │                                 │
 *     ├──────────────▶│ Connection                      │                                 │
 *     │               ├─ Protocol.handler(connection) ─▶│ ChannelHandler                  │
 *     │ bytes         │                                 │                                 │
 *     ├──────────────▶├── ByteBuf ─────────────────────▶│ Gatekeeper.begin → Exchange ───▶│ Authenticator
 *     │               │◀─ Connection.authenticated ─────┤ SessionFactory.open ───────────▶│ Session
 *     │               │                                 │ prepare, bind, run(sink) ──────▶│ Lease, Cursor (storage)
 *     │◀──────────────┼──────── ByteBuf ────────────────┤◀──────────── rows ──────────────┤
 *     │               ├─ Drain (user event) ───────────▶│ end what runs, say why, close   │
 * </pre>
 *
 * <h2>Walk on paper: MySQL</h2>
 *
 * The contracts were held against the two wires that differ most from r2db2 before they settled.
 *
 * <ul>
 *   <li><b>The server speaks first.</b> {@code handlerAdded} sends HandshakeV10 with a scramble. The scramble belongs to
 *       the mechanism: {@code gatekeeper.begin("caching_sha2_password", context)}, then {@code next(null, reply)} gives
 *       the challenge (20 bytes) that the wire puts into the greeting. A client that names another plugin gets
 *       AuthSwitchRequest: the wire closes the exchange and begins the other, whose first challenge goes into the switch.
 *       Fast path, full authentication over TLS and the RSA key are further challenges of the same exchange; it sees by
 *       {@link io.polywire.api.wire.Connection#tls()} which of them is allowed.
 *   <li><b>SSLRequest</b> is a message: {@code startTls(List.of(), reply)}, then HandshakeResponse comes encrypted.
 *   <li><b>COM_QUERY with several statements</b>: {@link io.polywire.api.session.Session#script} gives one text after the
 *       other; SERVER_MORE_RESULTS_EXISTS is {@code script.hasNext()} or {@code portal.hasMore()}. A CALL gives several
 *       results: {@link io.polywire.api.session.Portal#next}. Prepared: COM_STMT_PREPARE is {@code prepare},
 *       COM_STMT_EXECUTE is {@code bind} and {@code run}, a cursor is a portal that is run with a row limit, long data
 *       are appended by the wire and become one parameter.
 *   <li><b>LOAD DATA LOCAL</b>: the dialect prepares it as a statement whose command is LOAD DATA; the wire asks for the
 *       file (0xFB), and feeds {@link io.polywire.api.session.Session#load} from a
 *       {@link io.polywire.api.session.RowSource} over the packets that follow; WAIT is the gap between packets.
 *   <li><b>USE and COM_INIT_DB</b>: {@code useDatabase}; <b>COM_CHANGE_USER</b>: a new exchange on the same connection,
 *       then {@code changeUser}; <b>COM_RESET_CONNECTION</b>: {@code reset}; <b>KILL QUERY</b> is a statement with rights;
 *       the wire's connection id is {@link io.polywire.api.session.Session#id()}.
 *   <li><b>OK packets</b> carry affected rows ({@code portal.rows()}), the generated key ({@code lastInsertId()}) and the
 *       transaction flag ({@code transaction().state()}). Warnings come through
 *       {@link io.polywire.api.session.Client#notice} before the reply and are counted by the wire.
 *   <li><b>Errors</b>: {@link io.polywire.api.error.FailureKind} to error number in one table of the wire.
 * </ul>
 *
 * <h2>Walk on paper: Firebird</h2>
 *
 * <ul>
 *   <li><b>SRP starts in op_connect</b>: the public key A is the first data of
 *       {@code begin("srp256", context).next(a, reply)}; salt and B are its challenge, the proof the next call, and
 *       {@code done} hands out the session key for op_crypt (Arc4 is the wire's own handler, in front of its framing). A
 *       wire that offers another plugin of the client's list closes the exchange and begins anew, as in MySQL.
 *   <li><b>The database is named in op_attach</b>, after or within authentication: the context's database may be null,
 *       {@code open} comes with op_attach. op_detach and another op_attach are two sessions over one connection.
 *   <li><b>Several transactions</b>: op_transaction is {@link io.polywire.api.session.Session#begin} with the TPB as
 *       {@link io.polywire.api.session.TransactionMode} (wait and lock time-out included); the object stands behind the
 *       wire's handle; op_execute binds with it. RETAINING is {@code endRetaining}.
 *   <li><b>Deferred packets</b> (allocate, prepare, execute, fetch in one flush) are pipelining: the wire makes the next
 *       call in the reply of the last and flushes once.
 *   <li><b>op_fetch</b> runs a portal with a row limit; a cursor lives until op_free_statement or its transaction's end.
 *   <li><b>BLOBs</b>: {@code createBlob}/{@code openBlob} give handles with read, write, seek, close, discard; their id
 *       is the parameter or the column value (LONG).
 *   <li><b>Events</b>: op_connect_request is {@link io.polywire.api.wire.Connection#openAuxiliary}; its address goes into
 *       the answer; {@link io.polywire.api.event.Notifications#listen} feeds the second channel.
 *   <li><b>op_cancel</b> comes on the same connection while a statement runs: {@code session.cancel} is allowed from any
 *       thread, so the event loop calls it at once, out of line.
 *   <li><b>No message length</b>: framing is the wire's affair; it checks each XDR string against
 *       {@link io.polywire.api.wire.Limits} before it takes memory.
 *   <li><b>Services manager</b> and BLR requests become statements of the dialect's tree, not contracts of their own.
 * </ul>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.wire;
