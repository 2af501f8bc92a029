package dev.seedlog.base.config;

/** How a listener's connections are encrypted and authenticated; the ids are those of metadata records. */
public enum SecurityProtocol {
    /** Neither. */
    PLAINTEXT(0),
    /** TLS. */
    SSL(1),
    /** SASL without encryption. */
    SASL_PLAINTEXT(2),
    /** SASL over TLS. */
    SASL_SSL(3);

    private final short id;

    SecurityProtocol(int id) {
        this.id = (short) id;
    }

    /** Its number in broker registrations. */
    public short id() {
        return id;
    }
}
