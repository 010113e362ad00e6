package dev.parkway.control;

/**
 * What a server knows of a session that a client opens.
 *
 * @param id the session's id; to be kept as secret as it is
 * @param terms what the client asks for
 */
public record SessionInfo(SessionId id, SessionTerms terms) {}
