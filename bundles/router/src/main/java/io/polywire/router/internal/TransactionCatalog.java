package io.polywire.router.internal;

import io.polywire.sql.catalog.CatalogSnapshot;

/** The catalog as one transaction has made it. Used by the thread that the transaction's lease is with. */
final class TransactionCatalog {
    private CatalogSnapshot known;

    /** What was last known, or null if it has to be read. */
    CatalogSnapshot known() {
        return known;
    }

    void knows(CatalogSnapshot snapshot) {
        known = snapshot;
    }

    /** Something has changed that is found out by reading. */
    void forget() {
        known = null;
    }
}
