package io.polywire.router.internal;

import io.polywire.sql.catalog.CatalogSnapshot;

/** The catalog as one transaction has made it. Used by the thread that the transaction's lease is with. */
final class TransactionCatalog {
    private CatalogSnapshot known;
    private CatalogSnapshot last;

    /** What was last known, or null if it has to be read. */
    CatalogSnapshot known() {
        return known;
    }

    /** What was known when a statement was last planned, to tell of its failure; or null. */
    CatalogSnapshot last() {
        return last;
    }

    void knows(CatalogSnapshot snapshot) {
        known = snapshot;
        last = snapshot;
    }

    /** Something has changed that is found out by reading. */
    void forget() {
        known = null;
    }
}
