/**
 * Unpark tokens between two processes, over one gRPC stream a session. Knows nothing of what the two sides
 * step through.
 *
 * <p>Begin with {@link dev.parkway.control.ControlListener} on one side and
 * {@link dev.parkway.control.ClientSession} on the other; {@link dev.parkway.control.ControlServer} is for a gRPC
 * server that one has.
 *
 * <p>What is public is stable: within a major version, and before 1.0 within a minor one, what compiled and linked
 * goes on to do so. {@link dev.parkway.control.Failure}, {@link dev.parkway.control.PeerIdentity} and the one method that
 * takes it, {@link dev.parkway.control.ControlServer#session}, are public only for Parkway's other modules, and promise
 * nothing.
 */
@NullMarked
package dev.parkway.control;

import org.jspecify.annotations.NullMarked;
