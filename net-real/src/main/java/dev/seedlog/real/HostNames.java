package dev.seedlog.real;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/** Finds the addresses of host names: at once where no name service is needed, otherwise off the shards. */
final class HostNames {

    private static final int IPV4_BYTES = 4;
    private static final int HIGHEST_BYTE = 255;
    private static final InetAddress[] NONE = {};

    private final ThreadPoolExecutor thread;

    HostNames(String nodeName) {
        thread = HelperThreads.single(nodeName + "-names");
    }

    /** The addresses of a literal address or of localhost; null if a name service must be asked; empty if malformed. */
    static InetAddress[] withoutLookup(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                return new InetAddress[] {InetAddress.getByName("[" + host + "]")};
            }
            byte[] ipv4 = host.equals("localhost") ? new byte[] {127, 0, 0, 1} : ipv4Of(host);
            return ipv4 == null ? null : new InetAddress[] {InetAddress.getByAddress(host, ipv4)};
        } catch (UnknownHostException e) {
            return NONE;
        }
    }

    /** Asks the name service, which may block. */
    static InetAddress[] lookUp(String host) throws UnknownHostException {
        InetAddress[] known = withoutLookup(host);
        return known != null && known.length > 0 ? known : InetAddress.getAllByName(host);
    }

    /** Asks off the shard; hands over the addresses, none if there are none, in the shard's network phase. */
    void lookUp(String host, Inbox inbox, Consumer<InetAddress[]> found) {
        thread.execute(() -> {
            InetAddress[] addresses;
            try {
                addresses = InetAddress.getAllByName(host);
            } catch (UnknownHostException e) {
                addresses = NONE;
            }
            InetAddress[] result = addresses;
            inbox.post(() -> found.accept(result));
        });
    }

    void stop() {
        // Not awaited: a name service may take its time, and nobody wants the answer any more.
        thread.shutdown();
    }

    /** The four bytes of a dotted address, or null if it is something else. */
    private static byte[] ipv4Of(String host) {
        String[] numbers = host.split("\\.", -1);
        if (numbers.length != IPV4_BYTES) {
            return null;
        }
        byte[] address = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            int value = decimalOf(numbers[i]);
            if (value < 0) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    private static int decimalOf(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int value = Integer.parseInt(digits);
        return value <= HIGHEST_BYTE ? value : -1;
    }
}
