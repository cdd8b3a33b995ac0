package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.codec.Codec;
import io.polywire.api.event.EventLog;
import io.polywire.api.session.SessionFactory;
import java.util.List;

/**
 * What a connection needs of the rest of the server.
 *
 * @param codecs the block compressions that are there; changes as bundles come and go
 */
record Services(SessionFactory sessions, Gatekeeper gatekeeper, EventLog log, List<Codec> codecs) {}
