package io.polywire.wazuh.internal;

/** How the rows of a command's last statement become its reply. */
enum Form {
    /** A bare {@code ok}, whatever the rows. */
    NONE,
    /** An array of objects; NULL columns are left out. */
    OBJECTS,
    /** One object, as a reply that is followed by others: {@code due {...}}. */
    ROW,
    /** An array of objects, as many as fit: {@code due} if there are more. */
    PAGE,
    /** An array of the first column's values. */
    VALUES,
    /** As {@link #VALUES}, as many as fit: {@code due} if there are more. */
    VALUES_PAGE,
    /** An array of the first column's values, which are JSON, as many as fit: {@code due} if there are more. */
    ITEMS_PAGE,
    /** The first cell as it is: JSON that SQL has made. */
    RAW;

    boolean pages() {
        return this == PAGE || this == VALUES_PAGE || this == ITEMS_PAGE;
    }
}
