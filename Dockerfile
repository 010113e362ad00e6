# Both services' images, from the sources. The host needs Docker and nothing else:
#
#   docker build --target server-service --tag parkway-server-service .
#   docker build --target client-service --tag parkway-client-service .
#
# No architecture is named: libraries are found by asking the loader.

FROM debian:trixie-slim AS jdk
# Debian's Maven is too old for our build: ./mvnw asks it for the right one, and it knows where to look.
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-25-jdk-headless maven binutils zip \
 && rm -rf /var/lib/apt/lists/*

# Makes the certificates of compose.tls.yml, with the openssl that the JDK's own certificates brought along.
FROM jdk AS certificates
COPY deploy/make-certificates /usr/local/bin/
# A volume that is new takes its owner from here.
RUN for folder in authority server-service client-service inspector; do \
      install -d -m 0700 -o 65532 -g 65532 /certificates/$folder; done
USER 65532:65532
ENTRYPOINT ["make-certificates"]

FROM jdk AS build
WORKDIR /src
COPY . .
# Tests and checks are the business of ./mvnw verify.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q -ntp -Dmaven.test.skip -Dchecks.skip -pl server-service,client-service,health-probe -am package

# What the services and their libraries use of the JDK, and for the operator thread dumps and flight recordings.
FROM jdk AS runtime
RUN jlink --no-header-files --no-man-pages --strip-java-debug-attributes --compress zip-6 --output /image/opt/java \
      --add-modules java.base,java.logging,java.management,java.naming,java.sql,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported \
 # The names of what is inside, 5 MB.
 && strip --strip-unneeded /image/opt/java/lib/server/libjvm.so
COPY --from=build /src/health-probe/target/health-probe.jar /tmp/
# Those of the JDK's classes that the health probe needs, ready to map: half the CPU each time. It finds nobody here.
RUN ! PARKWAY_PORT=1 /image/opt/java/bin/java -Xshare:off -XX:DumpLoadedClassList=/tmp/probe.classes -XX:+UseSerialGC \
      -cp /tmp/health-probe.jar dev.parkway.probe.HealthProbe PARKWAY_PORT \
 && /image/opt/java/bin/java -Xshare:dump -XX:SharedClassListFile=/tmp/probe.classes -Xlog:disable

FROM runtime AS root
COPY --from=build /src/server-service/target/lib/grpc-netty-shaded-*.jar /tmp/
# On a read-only root netty could not unpack its native libraries, and would fall back without a word to a
# slower transport. In /usr/lib it finds them. The foreign ones among them do not load, which tells them apart.
RUN mkdir -p /image/usr/lib /image/etc && install -d -m 1777 /image/tmp \
 && cd /tmp && jar --extract --file grpc-netty-shaded-*.jar META-INF/native \
 && for library in META-INF/native/*.so; do ! ldd $library >/dev/null 2>&1 || cp $library /image/usr/lib; done \
 && find /image -type f \( -name '*.so' -o -name java \) -exec ldd {} + \
      | awk '$(NF - 1) ~ "^/(usr/)?lib" { print $(NF - 1) }' | sort -u | xargs cp --dereference --parents --target-directory=/image \
 && echo 'parkway:x:65532:65532::/:/' >/image/etc/passwd \
 # Without it the loader's default asks a name server for localhost first.
 && echo 'hosts: files dns' >/image/etc/nsswitch.conf

# Both services as they are to lie in their images, with their ahead-of-time caches, which halve the time to LISTEN.
FROM root AS services
COPY deploy/make-aot-caches /usr/local/bin/
COPY --from=build /src/health-probe/target/health-probe.jar /src/server-service/target/server-service.jar /server/opt/parkway/
COPY --from=build /src/server-service/target/lib /server/opt/parkway/lib
COPY --from=build /src/health-probe/target/health-probe.jar /src/client-service/target/client-service.jar /client/opt/parkway/
COPY --from=build /src/client-service/target/lib /client/opt/parkway/lib
# Netty's native libraries, those of other systems among them, are in /usr/lib already and need not be here again.
RUN zip --quiet --delete /server/opt/parkway/lib/grpc-netty-shaded-*.jar 'META-INF/native/*' \
 && zip --quiet --delete /client/opt/parkway/lib/grpc-netty-shaded-*.jar 'META-INF/native/*' \
 && cp /image/usr/lib/libio_grpc_netty_shaded_*.so /usr/lib/ \
 && make-aot-caches /image/opt/java/bin/java /server/opt/parkway/server-service.jar /client/opt/parkway/client-service.jar

FROM scratch AS service
COPY --from=root /image /
ENV LANG=C.UTF-8 PATH=/opt/java/bin PARKWAY_HOST=0.0.0.0
USER 65532:65532

FROM service AS server-service
COPY --from=services /server /
ENV PARKWAY_PORT=50051 PARKWAY_PAGE_HOST=0.0.0.0 PARKWAY_PAGE_PORT=50080
EXPOSE 50051 50080
# gRPC's own health call, so that "healthy" is what the server says of itself, by a probe that needs no gRPC. It
# speaks no TLS: a server that does tells its health at a plaintext port of loopback, PARKWAY_HEALTH_PORT, too.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=500ms --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", \
       "-cp", "/opt/parkway/health-probe.jar", "dev.parkway.probe.HealthProbe", "PARKWAY_HEALTH_PORT", \
       "PARKWAY_PORT"]
# Out of memory is the end, by an exit code (139) that means nothing else; ExitOnOutOfMemoryError's 3 is taken. A JVM
# with whose further options the cache does not go does without, and must not say so on standard output, which is the
# transcript's. The compilers begin later than they would, and leave the processors to the start.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+CrashOnOutOfMemoryError", \
            "-XX:AOTCache=/opt/parkway/server-service.aot", "-Xlog:aot=off", "-XX:CompileThresholdScaling=3", \
            "-jar", "/opt/parkway/server-service.jar"]

FROM service AS client-service
COPY --from=services /client /
ENV PARKWAY_INSPECTION_PORT=50052
EXPOSE 50052
# Nobody waits for a client's health, so it is not asked so often while it starts.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", \
       "-cp", "/opt/parkway/health-probe.jar", "dev.parkway.probe.HealthProbe", "PARKWAY_HEALTH_PORT", \
       "PARKWAY_INSPECTION_PORT"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+CrashOnOutOfMemoryError", \
            "-XX:AOTCache=/opt/parkway/client-service.aot", "-Xlog:aot=off", "-XX:CompileThresholdScaling=3", \
            "-jar", "/opt/parkway/client-service.jar"]
