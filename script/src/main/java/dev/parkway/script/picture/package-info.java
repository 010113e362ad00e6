/** Draws what two sides did: as ladder, text, Mermaid and JSON lines. */
@NullMarked
package dev.parkway.script.picture;

import org.jspecify.annotations.NullMarked;
