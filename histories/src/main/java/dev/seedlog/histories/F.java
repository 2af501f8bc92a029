package dev.seedlog.histories;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an operation does. Clients have the functions named here; those of a nemesis are free.
 *
 * @param name as it is written, without the colon
 */
public record F(String name) {

    /** Micro-operations that only send: {@link OpValue.Mops}. */
    public static final F SEND = new F("send");
    /** Micro-operations that only poll: {@link OpValue.Mops}. */
    public static final F POLL = new F("poll");
    /** Any micro-operations, of a log or of lists: {@link OpValue.Mops}. */
    public static final F TXN = new F("txn");
    /** A consumer takes partitions by itself: {@link OpValue.Numbers}. */
    public static final F ASSIGN = new F("assign");
    /** A consumer asks its group for partitions: {@link OpValue.Numbers}. */
    public static final F SUBSCRIBE = new F("subscribe");
    /** A client is given up; completes as {@link OpType#INFO}, and what follows is another process. */
    public static final F CRASH = new F("crash");
    /** Somebody asks where partitions are, for people to read. */
    public static final F DEBUG_TOPIC_PARTITIONS = new F("debug-topic-partitions");
    /** Somebody asks where a partition begins and ends: {@link OpValue.Bounds}. */
    public static final F LIST_OFFSETS = new F("list-offsets");
    /** Somebody lets records before an offset be deleted: {@link OpValue.Bounds}, of which the start counts. */
    public static final F DELETE_RECORDS = new F("delete-records");
    /** A register, or a set, is read. */
    public static final F READ = new F("read");
    /** A register is written: {@link OpValue.Num}. */
    public static final F WRITE = new F("write");
    /** A register is compared and set: {@link OpValue.Cas}. */
    public static final F CAS = new F("cas");
    /** A value is added to a set: {@link OpValue.Num}. */
    public static final F ADD = new F("add");
    /** A value is put into a queue: {@link OpValue.Num}. */
    public static final F ENQUEUE = new F("enqueue");
    /** A value is taken out of a queue: nothing, then {@link OpValue.Num}. */
    public static final F DEQUEUE = new F("dequeue");
    /** A member is given partitions of a generation of its group: {@link OpValue.Membership}. */
    public static final F GROUP_ASSIGN = new F("group-assign");
    /** A member gives up partitions, of itself or because it was told that it is out: {@link OpValue.Membership}. */
    public static final F GROUP_REVOKE = new F("group-revoke");
    /** Offsets are committed: {@link OpValue.Offsets}. */
    public static final F COMMIT = new F("commit");
    /** Committed offsets are asked for: {@link OpValue.Offsets}. */
    public static final F FETCH_COMMITTED = new F("fetch-committed");
    /** Somebody who is no member sets a group's offsets back or forth: {@link OpValue.Offsets}. */
    public static final F RESET_OFFSETS = new F("reset-offsets");
    /** A group is deleted: {@link OpValue.Membership} without partitions. */
    public static final F DELETE_GROUP = new F("delete-group");

    /** First of a history that says itself where it ends; told by the nemesis, with what else describes it. */
    public static final F HISTORY_BEGIN = new F("history-begin");
    /** Last of such a history, with the number of entries in front of it: without it the history was cut short. */
    public static final F HISTORY_END = new F("history-end");
    /** What is promised for a key, told by the nemesis: {@link KeyProfile}. */
    public static final F KEY_PROFILE = new F("key-profile");
    /** What a producer promises, told by the nemesis: {@link ProducerProfile}. */
    public static final F PRODUCER_PROFILE = new F("producer-profile");
    /** A log may have lost something, and a new life of it begins; told by the nemesis: {@link Breach}. */
    public static final F BREACH = new F("breach");
    /**
     * A replica that had nothing is in sync, and knows of no producer's records in front of an offset; told by the
     * nemesis: {@link OpValue.Bounds}, of which the start counts.
     */
    public static final F BEGAN_ANEW = new F("began-anew");
    /** Whoever recorded saw a broken promise with his own eyes; told by the nemesis: {@link Seen}. */
    public static final F VIOLATION = new F("violation");
    /** All faults are over; told by the nemesis. */
    public static final F HEAL = new F("heal");

    private static final Map<String, F> NAMED = new TreeMap<>();

    static {
        for (F f : new F[] {SEND, POLL, TXN, ASSIGN, SUBSCRIBE, CRASH, DEBUG_TOPIC_PARTITIONS, LIST_OFFSETS,
            DELETE_RECORDS, READ, WRITE, CAS, ADD, ENQUEUE, DEQUEUE, GROUP_ASSIGN, GROUP_REVOKE, COMMIT,
            FETCH_COMMITTED, RESET_OFFSETS, DELETE_GROUP, HISTORY_BEGIN, HISTORY_END,
            KEY_PROFILE, PRODUCER_PROFILE, BREACH, BEGAN_ANEW, VIOLATION, HEAL}) {
            NAMED.put(f.name, f);
        }
    }

    /** The function of this name: one of those above if it has their name. */
    public static F of(String name) {
        F known = NAMED.get(name);
        return known == null ? new F(name) : known;
    }

    /** Whether it is one of those named here. */
    public boolean isKnown() {
        return NAMED.containsKey(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
