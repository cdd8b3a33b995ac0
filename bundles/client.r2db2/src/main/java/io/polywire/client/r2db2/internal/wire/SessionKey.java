package io.polywire.client.r2db2.internal.wire;

/**
 * What a cancel request must show.
 *
 * @param id number of the session
 * @param secret never shown
 */
record SessionKey(int id, long secret) {
    @Override
    public String toString() {
        return "key of session " + id;
    }
}
