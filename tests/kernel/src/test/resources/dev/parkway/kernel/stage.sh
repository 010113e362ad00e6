#!/bin/sh
# Sets the stage: two hosts, "client" and "server", each a network namespace, with a cable between them, and
# the kernel's trace of TCP states. Says "ready", waits for the end of its input, and takes everything down
# again: so it is taken down too when the one who set it is killed.
#
# Arguments: name of the trace, client's address, server's address, filter of the events.
# Exit code 77: this machine cannot; the last line says why.
set -eu

cannot() {
  echo "$*"
  exit 77
}

if [ "${5-}" != inside ]; then
  [ "$(id -u)" = 0 ] || cannot "it needs root"
  for tool in unshare nsenter flock ip mount; do
    command -v $tool >/dev/null || cannot "it needs $tool (packages util-linux, mount and iproute2)"
  done
  # Whatever is mounted from here on, the namespaces' names among it, is seen by nobody else and ends with us.
  exec unshare --mount --propagation private sh "$0" "$1" "$2" "$3" "$4" inside
fi

# The end of input alone ends this: an interrupt at the terminal goes to the whole group, us included.
trap '' HUP INT TERM

mount -t tmpfs none /run 2>&1 || cannot "it may not mount"
mkdir /run/netns /run/tracing
ip netns add client && ip netns add server || cannot "it may not make network namespaces"
ip -n client link add eth0 address 02:00:00:00:00:01 type veth \
  peer name eth0 address 02:00:00:00:00:02 netns server || cannot "the kernel has no veth"
mount -t tracefs none /run/tracing 2>&1 || cannot "the kernel has no tracefs, or it may not be mounted"
[ -d /run/tracing/events/sock/inet_sock_set_state ] ||
  cannot "the kernel has no tracepoint sock:inet_sock_set_state"

join() {
  ip -n "$1" addr add "$2/15" dev eth0
  # No host ever says which hardware address is its own, so packets wait at the sender until it is told:
  # for as long as it asks, which is 120 times, one a second.
  # An ACK sent twice finds the peer gone and brings forth a RST, which is not to end TIME_WAIT (RFC 1337).
  ip netns exec "$1" sh -c 'cd /proc/sys/net
    echo 8 >ipv4/conf/all/arp_ignore
    echo 120 >ipv4/neigh/eth0/mcast_solicit
    echo 1 >ipv4/tcp_rfc1337
    [ ! -e ipv6 ] || echo 1 >ipv6/conf/all/disable_ipv6'
  ip -n "$1" link set eth0 up
}
join client "$2"
join server "$3"

# An instance of its own leaves every other trace on this machine alone. It is the one thing here that does
# not end with its processes: what a stage that was killed left is removed by the next. One in use is busy,
# and the lock keeps it from being taken for left before it is.
trace=/run/tracing/instances/$1
exec 8</run/tracing/instances
flock 8
for left in /run/tracing/instances/parkway-*; do
  [ ! -d "$left" ] || rmdir "$left" 2>/dev/null || true
done
mkdir "$trace"
exec 9<"$trace/trace_clock"
exec 8<&-
trap 'exec 9<&-; rmdir "$trace"' EXIT
# Counted, not timed: each event's number is its place among all, whichever processor it came from.
echo counter >"$trace/trace_clock"
echo "$4" >"$trace/events/sock/inet_sock_set_state/filter"
echo 1 >"$trace/events/sock/inet_sock_set_state/enable"

echo ready
cat >/dev/null 9<&-
