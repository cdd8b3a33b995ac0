package io.polywire.api.auth;

/**
 * That a role is a member of another. All are ids of {@link User}.
 *
 * @param role what it is a member of
 * @param member who
 * @param grantor who made it one; 0 for the installation itself
 * @param admin whether the member may make others members
 */
public record Membership(long role, long member, long grantor, boolean admin) {}
