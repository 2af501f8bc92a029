package dev.seedlog.specs.broker;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.JoinGroupRequest;
import dev.seedlog.wire.message.MetadataRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bytes that no client should send, by name.
 *
 * @param name what is wrong with them
 * @param bytes what is sent on a fresh connection
 * @param closes whether the node must end the connection; if not it may wait for the rest of a frame
 */
record BadBytes(String name, byte[] bytes, boolean closes) {

    private static final int RANDOM_STREAMS = 30;

    static List<BadBytes> frameSizes() {
        List<BadBytes> all = new ArrayList<>();
        for (int size : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 104_857_601}) {
            all.add(new BadBytes("a frame of " + size + " bytes", ByteBuffer.allocate(12).putInt(size).array(), true));
        }
        all.add(new BadBytes("a large frame that never comes", ByteBuffer.allocate(8).putInt(104_857_600).array(),
                false));
        all.add(new BadBytes("half a size", new byte[] {0, 0}, false));
        for (int size = 1; size < 8; size++) {
            all.add(new BadBytes("a frame of " + size + " bytes, less than a header", framed(new byte[size]), true));
        }
        return all;
    }

    static List<BadBytes> notTheProtocol() {
        List<BadBytes> all = new ArrayList<>();
        Random random = new Random(20);
        for (int i = 0; i < RANDOM_STREAMS; i++) {
            byte[] bytes = new byte[1 + random.nextInt(5_000)];
            random.nextBytes(bytes);
            all.add(new BadBytes("random bytes " + i, bytes, false));
            all.add(new BadBytes("random bytes in a frame " + i, framed(bytes), true));
            byte[] withHeader = ByteBuffer.allocate(10 + bytes.length).putShort((short) random.nextInt(93))
                    .putShort((short) random.nextInt(14)).putInt(i).putShort((short) -1).put(bytes).array();
            all.add(new BadBytes("random bytes behind a header " + i, framed(withHeader), false));
        }
        all.add(new BadBytes("HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII), true));
        all.add(new BadBytes("a TLS client hello", new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}, false));
        return all;
    }

    static List<BadBytes> unknownApisAndVersions() {
        List<BadBytes> all = new ArrayList<>();
        for (int key : new int[] {-1, 4, 5, 6, 7, 999, Short.MAX_VALUE, Short.MIN_VALUE}) {
            all.add(new BadBytes("API key " + key, header(key, 0), true));
        }
        for (Api api : List.of(Api.PRODUCE, Api.FETCH, Api.METADATA, Api.LIST_OFFSETS, Api.JOIN_GROUP)) {
            for (int version : new int[] {-1, api.highestVersion() + 1, Short.MAX_VALUE, Short.MIN_VALUE}) {
                all.add(new BadBytes(api + " of version " + version, header(api.id(), version), true));
            }
        }
        all.add(new BadBytes("PRODUCE of version 2, advertised but not served", header(Api.PRODUCE.id(), 2), true));
        return all;
    }

    /** Requests that lack their end, though their frame is whole, and some with more than their end. */
    static List<BadBytes> cutRequests() {
        List<BadBytes> all = new ArrayList<>();
        addCuts(all, Api.METADATA, 9, MetadataRequest.builder().topics(List.of(
                MetadataRequest.MetadataRequestTopic.builder().name("topic").build())).build());
        addCuts(all, Api.PRODUCE, 7, DataPath.produceRequest("t", Uuid.ZERO, 0, DataPath.ALL, DataPath.batch(1)));
        addCuts(all, Api.PRODUCE, 12, DataPath.produceRequest("t", Uuid.ZERO, 0, DataPath.ALL, DataPath.batch(1)));
        addCuts(all, Api.FETCH, 12, DataPath.fetchRequest("t", DataPath.from(0, 0)).build());
        addCuts(all, Api.FETCH, 4, FetchRequest.builder().topics(List.of()).build());
        addCuts(all, Api.JOIN_GROUP, 5, JoinGroupRequest.builder().groupId("g").protocolType("consumer").build());
        addCuts(all, Api.API_VERSIONS, 3, ApiVersionsRequest.builder().clientSoftwareName("a")
                .clientSoftwareVersion("1").build());
        return all;
    }

    private static void addCuts(List<BadBytes> all, Api api, int version, WireMessage request) {
        byte[] whole = BrokerTest.frame(api, version, 1, request);
        int body = whole.length - Integer.BYTES;
        for (int size = 8; size < body; size += 1 + body / 12) {
            byte[] cut = Arrays.copyOfRange(whole, Integer.BYTES, Integer.BYTES + size);
            all.add(new BadBytes(api + " of version " + version + " cut to " + size, framed(cut), true));
        }
        byte[] longer = Arrays.copyOfRange(whole, Integer.BYTES, whole.length + 3);
        all.add(new BadBytes(api + " of version " + version + " with more behind it", framed(longer), true));
    }

    private static byte[] header(int key, int version) {
        return framed(ByteBuffer.allocate(10).putShort((short) key).putShort((short) version).putInt(1)
                .putShort((short) -1).array());
    }

    private static byte[] framed(byte[] content) {
        return ByteBuffer.allocate(Integer.BYTES + content.length).putInt(content.length).put(content).array();
    }
}
