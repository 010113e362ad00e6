package dev.parkway.benchmarks.roundtrip;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.retry.RetryOneTime;

/** Two barriers of Curator; each side waits at one, sets it up again, and takes the other away. */
record CuratorWay(CuratorFramework client, DistributedBarrier there,
        DistributedBarrier back) implements Asker {

    static Answerer answer(Threads threads, String broker) throws Exception {
        CuratorWay way = of(broker);
        way.there.setBarrier();
        Answerer.loop(threads, () -> {
            way.there.waitOnBarrier();
            way.there.setBarrier();
            way.back.removeBarrier();
        });
        return new Answerer(broker);
    }

    static Asker ask(String broker) throws Exception {
        return of(broker);
    }

    private static CuratorWay of(String broker) {
        CuratorFramework client = CuratorFrameworkFactory.newClient(broker, new RetryOneTime(100));
        client.start();
        return new CuratorWay(client, new DistributedBarrier(client, "/there"),
                new DistributedBarrier(client, "/back"));
    }

    @Override
    public void roundTrip() throws Exception {
        back.setBarrier();
        there.removeBarrier();
        back.waitOnBarrier();
    }

    @Override
    public void close() {
        client.close();
    }
}
