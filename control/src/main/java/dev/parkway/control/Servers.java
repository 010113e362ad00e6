package dev.parkway.control;

import io.grpc.Channel;

/** The servers of one name, as a client reaches them. The channels stay their maker's, and outlive the sessions. */
public interface Servers {

    /** {@return a channel to any of them: sessions are opened by it} */
    Channel any();

    /**
     * {@return the channel to the one that has told where it can be dialled again: its sessions are resumed by it}
     *
     * @param address what it has told, which is a peer's word; empty if it has told nothing
     */
    Channel at(String address);

    /**
     * {@return the only server that there is}
     *
     * @param channel to it
     */
    static Servers one(Channel channel) {
        return new Servers() {
            @Override
            public Channel any() {
                return channel;
            }

            @Override
            public Channel at(String address) {
                return channel;
            }
        };
    }
}
