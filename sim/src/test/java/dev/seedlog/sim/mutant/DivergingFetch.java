package dev.seedlog.sim.mutant;

import dev.seedlog.replica.PartitionLeader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Counts the fetch of a follower whose log parts from its leader's, where all about it is private. */
public final class DivergingFetch {

    private DivergingFetch() {
    }

    /** Called with what the leader has before it when it has looked at one partition of a fetch. */
    public static void count(Object reader, Object part, Object led, Object position) {
        try {
            boolean follower = (boolean) call(reader, "isFollower");
            if (follower && field(part, "diverging") != null) {
                PartitionLeader leader = (PartitionLeader) led;
                leader.followerFetched((int) call(reader, "brokerId"), (long) call(reader, "brokerEpoch"),
                        Math.min((long) call(position, "offset"), leader.log().logEndOffset()),
                        (long) call(position, "logStartOffset"));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a fetch is not what it was any more", e);
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static Object call(Object of, String name) throws ReflectiveOperationException {
        Method method = of.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(of);
    }
}
