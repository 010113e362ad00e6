package dev.parkway.inspection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a list of several servers goes on: at which of them, and by which token of its own. Servers are listed in the
 * order of their addresses, beginning with the first of all and going round, so that those that are still to come are
 * known although one has gone in between.
 *
 * @param address whose turn it is
 * @param token what that server called the place; empty for its beginning
 */
record MergedPlace(String address, String token) {

    private static final String BETWEEN = "\n";

    /** Returns the servers in the order in which they are listed. */
    static List<Peer> ordered(List<Peer> peers) {
        return peers.isEmpty() ? List.of()
                : peers.stream().sorted(Comparator.comparing(Peer::address, from(peers.getFirst()))).toList();
    }

    private static Comparator<String> from(Peer first) {
        return Comparator.comparing((String each) -> each.compareTo(first.address()) < 0)
                .thenComparing(Comparator.naturalOrder());
    }

    /** Returns this place, or the beginning of the next server if the one that is meant has gone; nothing after all. */
    Optional<MergedPlace> among(List<Peer> ordered) {
        if (ordered.isEmpty()) {
            return Optional.empty();
        }
        Comparator<String> order = from(ordered.getFirst());
        return ordered.stream().map(Peer::address).filter(each -> order.compare(each, address) >= 0)
                .findFirst().map(each -> each.equals(address) ? this : new MergedPlace(each, ""));
    }

    String write() {
        return Base64.getUrlEncoder().encodeToString((address + BETWEEN + token)
                .getBytes(StandardCharsets.UTF_8));
    }

    static Optional<MergedPlace> read(String text) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int between = place.indexOf(BETWEEN);
            return between < 1 ? Optional.empty() : Optional.of(
                    new MergedPlace(place.substring(0, between), place.substring(between + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
