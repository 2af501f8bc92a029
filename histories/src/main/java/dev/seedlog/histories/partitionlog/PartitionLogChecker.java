package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.ProducerProfile;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges a history of sends and polls, in O(n log n). It takes the entries one after the other, as the reader or the
 * recorder has them, and keeps numbers, no entries. What is promised, each as far as the profiles of the partition
 * and of the producer say so:
 * <ul>
 * <li>values and offsets are functions of each other;
 * <li>what was acknowledged or read stays, but for what was deleted; a breach leaves a prefix that reaches to its
 *     durable end;
 * <li>what is read was sent before, and was not refused;
 * <li>a poll shows every record from its position on, and the next poll goes on where it ended;
 * <li>a session's records lie in the order in which they were sent;
 * <li>what is sent after something was known to be written lies behind it;
 * <li>the end that a partition is said to have never goes back (KIP-207).
 * </ul>
 *
 * <p>Time is the order of the entries: a recorder notes a question before it is asked and an answer after it came, so
 * what ends before something else begins has really happened before.
 */
public final class PartitionLogChecker implements OpSink {

    /** Sessions that are no producer's number but a process. */
    private static final long PROCESS_SESSION = 1L << 32;
    /** Where nothing is said, everything is promised, as Jepsen has it. */
    private static final ProducerProfile STRICT = new ProducerProfile(0, ProducerProfile.ACKS_ALL, true, true);

    private final Violations violations = new Violations();
    private final Map<Integer, KeyLog> logs = new TreeMap<>();
    private final Map<Long, ProducerProfile> producers = new HashMap<>();
    private final Map<Integer, Open> open = new HashMap<>();
    private final PollCheck polls = new PollCheck(violations);

    /** An operation that is not complete; the bound is what an answer about a partition's end must reach. */
    private record Open(long index, long session, long bound, long boundBy, int boundLife) {
    }

    @Override
    public void accept(Op op) {
        if (op.isNemesis()) {
            nemesis(op);
        } else if (op.type() == OpType.INVOKE) {
            invoke(op);
        } else {
            Open began = open.remove(op.process());
            complete(op, began == null ? new Open(op.index(), PROCESS_SESSION + op.process(), 0, -1, 0) : began);
        }
    }

    /** The history is over: everything that is wrong with it, a few of each kind. */
    public List<Violation> finish() {
        return summary().kept();
    }

    /** As {@link #finish}, with how many there were. */
    public Violations summary() {
        for (KeyLog log : logs.values()) {
            new LogVerdict(log, violations).judge();
        }
        return violations;
    }

    private KeyLog log(int key) {
        return logs.computeIfAbsent(key, unseen -> new KeyLog(unseen, violations));
    }

    private void nemesis(Op op) {
        if (op.value() instanceof KeyProfile profile) {
            log(profile.key()).profile(profile);
        } else if (op.value() instanceof ProducerProfile profile) {
            producers.put((long) profile.producer(), profile);
        } else if (op.value() instanceof Breach breach) {
            log(breach.key()).breach(breach, op.index());
        } else if (op.f().equals(F.BEGAN_ANEW) && op.value() instanceof OpValue.Bounds bounds) {
            log(bounds.key()).beganAnew(bounds.start());
        }
    }

    private void invoke(Op op) {
        long session = op.extras().number(Extras.PRODUCER, PROCESS_SESSION + op.process());
        Open began = new Open(op.index(), session, 0, -1, 0);
        if (op.value() instanceof OpValue.Mops mops) {
            invoke(op, session, mops);
        } else if (op.value() instanceof OpValue.Bounds bounds) {
            KeyLog log = log(bounds.key());
            if (op.f().equals(F.DELETE_RECORDS)) {
                log.start().deleting(bounds.start(), op.index());
            }
            Life life = log.lives().get(log.presentLife());
            began = new Open(op.index(), session, life.knownEnd(), life.knownEndBy(), log.presentLife());
        }
        open.put(op.process(), began);
    }

    private void invoke(Op op, long session, OpValue.Mops mops) {
        List<?> recordKeys = op.extras().get(Extras.RECORD_KEYS) instanceof List<?> list ? list : List.of();
        int sent = 0;
        for (Mop mop : mops.steps()) {
            if (mop instanceof Mop.Send send) {
                KeyLog log = log(send.key());
                log.sends().invoked(send.value(), session, flags(session, log.profile()), op.index(),
                        log.presentLife(), log.lives().get(log.presentLife()));
                if (sent < recordKeys.size() && recordKeys.get(sent) instanceof Long recordKey) {
                    log.sends().recordKey(log.sends().row(send.value()), recordKey);
                }
                sent++;
            }
        }
    }

    private int flags(long session, KeyProfile key) {
        ProducerProfile profile = producers.getOrDefault(session, STRICT);
        boolean durable = profile.acks() == ProducerProfile.ACKS_ALL
                || profile.acks() == 1 && key != null && key.replicas() == 1;
        return (profile.idempotent() ? Sends.IDEMPOTENT : 0) | (profile.ordered() ? Sends.ORDERED : 0)
                | (durable ? Sends.DURABLE : 0) | (profile.acks() == 0 ? Sends.UNACKNOWLEDGED : 0);
    }

    private void complete(Op op, Open began) {
        switch (op.f().name()) {
            case "send", "poll", "txn" -> {
                if (op.value() instanceof OpValue.Mops mops) {
                    steps(op, began, mops);
                }
                if (op.f().equals(F.POLL) && op.type() == OpType.FAIL) {
                    polls.refused(op, this::log);
                }
            }
            case "assign", "subscribe" -> polls.assigned(op);
            case "list-offsets" -> listed(op, began);
            default -> {
                // It says nothing about logs.
            }
        }
        if (op.type() == OpType.INFO) {
            polls.ended(op.process());
        }
    }

    private void steps(Op op, Open began, OpValue.Mops mops) {
        for (Mop mop : mops.steps()) {
            if (mop instanceof Mop.Send send) {
                sent(op, began, send);
            } else if (mop instanceof Mop.Poll poll && poll.answer() != null) {
                polls.polled(op, began.index(), poll, this::log);
            }
        }
        if (mops.steps().size() > 1 && op.f().equals(F.TXN)) {
            polls.ownWrites(op, mops, this::log);
        }
    }

    private void sent(Op op, Open began, Mop.Send send) {
        KeyLog log = log(send.key());
        Sends sends = log.sends();
        int row = sends.row(send.value());
        if (row == LongIndex.NONE) {
            sends.invoked(send.value(), began.session(), flags(began.session(), log.profile()), began.index(),
                    log.presentLife(), new Life(0, 0));
            row = sends.row(send.value());
        }
        sends.ended(row, op.index());
        long attempts = op.extras().number(Extras.ATTEMPTS, op.type() == OpType.INFO ? 2 : 1);
        if (attempts <= 1) {
            sends.mark(row, Sends.ONCE);
        }
        if (op.type() == OpType.INFO) {
            sends.mark(row, Sends.GIVEN_UP);
        } else if (op.type() == OpType.FAIL) {
            sends.mark(row, op.extras().flag(Extras.ABORTED) ? Sends.ABORTED : Sends.REFUSED);
        } else if (op.type() == OpType.OK && send.offset() >= 0 && sends.is(row, Sends.DURABLE)) {
            int life = log.lifeOf(op.extras().number(Extras.GENERATION, -1), began.index());
            if (life != KeyLog.UNKNOWN_LIFE) {
                log.learn(life, send.offset(), send.value(), Facts.ACKED, op.index());
                log.lives().get(life).knowOffset(send.offset(), op.index());
                if (log.profile() != null && !log.profile().transactional()) {
                    log.lives().get(life).knowEnd(send.offset() + 1, op.index());
                }
            }
        } else if (op.type() == OpType.OK && send.offset() < 0 && sends.is(row, Sends.DURABLE)) {
            sends.mark(row, Sends.UNPLACED);
        }
    }

    private void listed(Op op, Open began) {
        if (op.type() != OpType.OK || !(op.value() instanceof OpValue.Bounds bounds) || bounds.end() < 0) {
            return;
        }
        KeyLog log = log(bounds.key());
        int life = log.lifeOf(op.extras().number(Extras.GENERATION, -1), began.index());
        if (life == KeyLog.UNKNOWN_LIFE) {
            return;
        }
        // A leader that was replaced, and is cut off from all who could tell it so, says what it knows.
        boolean fromTheLeader = log.profile() == null || log.profile().replicas() == 1;
        if (fromTheLeader && life == began.boundLife() && bounds.end() < began.bound()) {
            violations.add(Anomaly.NONMONOTONIC_LATEST, log.key(), "the log is said to end at " + bounds.end()
                    + ", and was known to reach " + began.bound(), began.boundBy(), began.index(), op.index());
        }
        log.lives().get(life).knowEnd(bounds.end(), op.index());
        log.lives().get(life).toldEnd(bounds.end(), op.index());
    }
}
