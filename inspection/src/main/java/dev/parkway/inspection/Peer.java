package dev.parkway.inspection;

import io.grpc.Channel;

/**
 * One of several servers that are asked.
 *
 * @param address where it is, as in {@code 10.0.0.3:50051}; no two have the same
 * @param channel to it; stays its maker's
 */
public record Peer(String address, Channel channel) {}
