package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.proto.inspection.v1.Transition;

/** Someone who is told transitions as they happen. Called by the teller's thread alone; must not block. */
interface Watcher {

    /** Everything that happens from now on will be told. */
    void begun();

    boolean wants(ConnectionName connection);

    /** Says whether one more transition can be told. Without room it is missed. */
    boolean hasRoom();

    void tell(Transition transition);

    void missed(long count);

    /** Nothing more will be told: this process shuts down. */
    void closed();
}
