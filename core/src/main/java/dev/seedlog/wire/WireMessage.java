package dev.seedlog.wire;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

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

    /**
     * What {@link #write} makes in this version, in an array of its own. Not for hot paths, nor for file regions.
     *
     * @throws WireEncodingException as {@link #write} does
     */
    default byte[] toBytes(short version) {
        byte[] bytes = new byte[sizeBytes(version)];
        write(new WireWriter().wrap(new UnsafeBuffer(bytes), 0), version);
        return bytes;
    }

    /** Tagged fields (KIP-482) of newer versions than ours; they are kept and written back. */
    List<UnknownTaggedField> unknownTaggedFields();
}
