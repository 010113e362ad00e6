/** The process that connects: it opens a session and runs the client side of its connections. */
@NullMarked
package dev.parkway.client;

import org.jspecify.annotations.NullMarked;
