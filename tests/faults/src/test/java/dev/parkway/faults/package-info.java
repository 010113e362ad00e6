/** Connections whose control streams go through a transport that does to them what networks do, and worse. */
@NullMarked
package dev.parkway.faults;

import org.jspecify.annotations.NullMarked;
