package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.proto.inspection.v1.Side;
import dev.parkway.proto.inspection.v1.Transition;
import java.util.ArrayList;
import java.util.List;

/** A watcher that writes down what it is told. */
final class Seen implements Watcher {

    final List<Transition> transitions = new ArrayList<>();
    boolean begun;
    boolean room = true;
    long missed;

    @Override
    public void begun() {
        begun = true;
    }

    @Override
    public boolean wants(ConnectionName connection) {
        return true;
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void tell(Transition transition) {
        transitions.add(transition);
    }

    @Override
    public void missed(long count) {
        missed += count;
    }

    @Override
    public void closed() {}

    /** What it saw of a connection, as in {@code client SYN_SENT}. */
    List<String> states(long number) {
        return transitions.stream()
                .filter(each -> each.getConnection().equals(Histories.name(number).toString()))
                .map(Seen::state).toList();
    }

    static String state(Transition each) {
        return (each.getSide() == Side.SIDE_CLIENT ? "client " : "server ")
                + each.getTo().name().substring("STATE_".length());
    }
}
