/** Searches all that can happen between two scripts and the stream of tokens between them. */
@NullMarked
package dev.parkway.tcp.search;

import org.jspecify.annotations.NullMarked;
