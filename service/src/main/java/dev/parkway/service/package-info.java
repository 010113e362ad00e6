/** What both services are made of: flags, logs, the transcript and the gRPC server. */
@NullMarked
package dev.parkway.service;

import org.jspecify.annotations.NullMarked;
