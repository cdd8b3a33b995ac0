package io.polywire.protocol.r2db2.internal;

import io.polywire.api.session.Portal;

/**
 * A portal that the client fetches from.
 *
 * @param id the client's number, not 0
 * @param rows the kind of rows that it asked for
 */
record OpenPortal(int id, Portal portal, RowEncoder rows) {}
