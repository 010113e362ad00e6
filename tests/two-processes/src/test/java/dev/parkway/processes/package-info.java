/** What users see of the services when they run them as processes. */
@NullMarked
package dev.parkway.processes;

import org.jspecify.annotations.NullMarked;
