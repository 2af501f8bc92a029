package dev.seedlog.replica;

/** Takes the ISRs that leaders want to the controller. */
public interface IsrProposals {

    /** Proposes; of one partition only one proposal is under way at a time, a new one takes the place of the last. */
    void propose(IsrProposal proposal);

    /** The turn ends: what was proposed in it leaves. */
    void endTurn();

    /** Proposes nothing any more. */
    void stop();
}
