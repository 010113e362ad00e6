/** Draws connections and the state diagram: as text, ladder, Mermaid, Graphviz and JSON lines. */
@NullMarked
package dev.parkway.tcp.picture;

import org.jspecify.annotations.NullMarked;
