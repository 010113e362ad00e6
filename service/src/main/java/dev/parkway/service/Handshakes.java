package dev.parkway.service;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator.ServerFactory;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.util.Optional;

/**
 * A server's handshakes, watched: a peer with which no connection comes about is named in the log, and why. gRPC
 * itself tells neither at a level that is of use, and its public API not at all: what it calls internal is used
 * here and nowhere else.
 */
final class Handshakes {

    private static final PeerLog log = new PeerLog();
    private static final int TLS_HANDSHAKE_RECORD = 22;
    private static final int FIRST_OF_PREFACE = 'P';

    private Handshakes() {}

    static ServerCredentials watched(ServerCredentials credentials) {
        ServerFactory negotiators = InternalNettyServerCredentials.toNegotiator(credentials);
        boolean plaintext = credentials instanceof InsecureServerCredentials;
        ServerFactory watched = executors -> new Watched(negotiators.newNegotiator(executors), plaintext);
        return InternalNettyServerCredentials.create(watched);
    }

    private record Watched(ProtocolNegotiator negotiator, boolean plaintext) implements ProtocolNegotiator {

        @Override
        public AsciiString scheme() {
            return negotiator.scheme();
        }

        @Override
        public ChannelHandler newHandler(GrpcHttp2ConnectionHandler connection) {
            ChannelHandler negotiation = negotiator.newHandler(connection);
            return plaintext ? new FirstByte(negotiation) : new Outcome(negotiation);
        }

        @Override
        public void close() {
            negotiator.close();
        }
    }

    /** Stands behind TLS, which tells it what went wrong. */
    private static final class Outcome extends ChannelInboundHandlerAdapter {

        private final ChannelHandler negotiation;
        private boolean told;

        Outcome(ChannelHandler negotiation) {
            this.negotiation = negotiation;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addBefore(context.name(), null, negotiation);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            // The same comes by more than one way.
            if (!told) {
                told = true;
                Optional<TlsTrouble> trouble = TlsTrouble.of(failure);
                if (trouble.isPresent()) {
                    log.warn("peer {} has no connection: {}", context.channel().remoteAddress(),
                            trouble.get());
                } else {
                    // As those do that only look whether somebody listens.
                    log.info("peer {} has no connection: it did not finish the handshake",
                            context.channel().remoteAddress());
                }
            }
            context.fireExceptionCaught(failure);
        }
    }

    /** Stands before all else. */
    private static final class FirstByte extends ChannelInboundHandlerAdapter {

        private final ChannelHandler negotiation;

        FirstByte(ChannelHandler negotiation) {
            this.negotiation = negotiation;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addAfter(context.name(), null, negotiation);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes && bytes.isReadable()) {
                int first = bytes.getUnsignedByte(bytes.readerIndex());
                if (first == TLS_HANDSHAKE_RECORD) {
                    log.warn("peer {} has no connection: it speaks TLS, and this port is plaintext",
                            context.channel().remoteAddress());
                } else if (first != FIRST_OF_PREFACE) {
                    log.warn("peer {} has no connection: what it speaks is no HTTP/2",
                            context.channel().remoteAddress());
                }
                context.pipeline().remove(this);
            }
            context.fireChannelRead(message);
        }
    }
}
