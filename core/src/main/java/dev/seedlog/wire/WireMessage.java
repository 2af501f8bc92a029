package dev.seedlog.wire;

import java.util.List;

/**
 * A message of the protocol, or a structure inside one. It never changes, so it can be shared and compared; what a
 * {@code bytes} or {@code records} field refers to is valid only as long as the buffer that the message was read from.
 */
public interface WireMessage {

    /**
     * Appends this message in the format of one version.
     *
     * @throws WireEncodingException if a field is null in a version that needs it, or is too long for its format
     * @throws UnsupportedFieldException if a field that matters is set but does not exist in this version
     */
    void write(WireWriter out, short version);

    /**
     * How many bytes {@link #write} makes in this version, file regions included.
     *
     * @throws WireEncodingException as {@link #write} does
     */
    default int sizeBytes(short version) {
        WireWriter measure = WireWriter.measuring();
        write(measure, version);
        return measure.sizeBytes();
    }

    /** Tagged fields (KIP-482) of newer versions than ours; they are kept and written back. */
    List<UnknownTaggedField> unknownTaggedFields();
}
