package io.polywire.client.wazuh;

/**
 * An answer as it came.
 *
 * @param status "ok", "due", "err" or "ign"
 * @param payload what stands behind the status; empty if nothing does
 */
public record WazuhReply(String status, String payload) {
    /** Whether it is done. */
    public boolean isOk() {
        return status.equals("ok");
    }
}
