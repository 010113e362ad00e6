/**
 * Unpark tokens between two processes, over one gRPC stream a session. Knows nothing of what the two sides
 * step through.
 */
@NullMarked
package dev.parkway.control;

import org.jspecify.annotations.NullMarked;
