package dev.parkway.benchmarks.roundtrip;

import org.redisson.Redisson;
import org.redisson.api.RSemaphore;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Two semaphores of Redisson, both at zero; each side releases one and acquires the other. */
record RedissonWay(RedissonClient client, RSemaphore there, RSemaphore back) implements Asker {

    static Answerer answer(Threads threads, String broker) {
        RedissonWay way = (RedissonWay) ask(broker);
        way.there.drainPermits();
        way.back.drainPermits();
        Answerer.loop(threads, () -> {
            way.there.acquire();
            way.back.release();
        });
        return new Answerer(broker);
    }

    static Asker ask(String broker) {
        Config config = new Config();
        config.useSingleServer().setAddress("redis://" + broker);
        RedissonClient client = Redisson.create(config);
        RSemaphore there = client.getSemaphore("there");
        RSemaphore back = client.getSemaphore("back");
        boolean _ = there.trySetPermits(0);
        boolean _ = back.trySetPermits(0);
        return new RedissonWay(client, there, back);
    }

    @Override
    public void roundTrip() throws InterruptedException {
        there.release();
        back.acquire();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
