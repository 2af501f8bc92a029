package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ApiVersionsResponse;
import org.junit.jupiter.api.Test;

class VersionsTest extends BrokerTest {

    @Test
    void everyVersionOfApiVersionsIsAnswered() {
        for (int version = 0; version <= 4; version++) {
            ApiVersionsResponse answer = client().call(Api.API_VERSIONS, version, ApiVersionsRequest.builder()
                    .clientSoftwareName("test").clientSoftwareVersion("1.0").build(), ApiVersionsResponse::read);
            assertEquals(0, answer.errorCode(), "version " + version);
        }
        createTopic("t", 2);
    }
}
