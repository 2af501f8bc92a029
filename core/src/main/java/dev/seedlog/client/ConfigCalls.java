package dev.seedlog.client;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.message.DescribeConfigsRequest;
import dev.seedlog.wire.message.DescribeConfigsRequest.DescribeConfigsResource;
import dev.seedlog.wire.message.DescribeConfigsResponse;
import dev.seedlog.wire.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.seedlog.wire.message.DescribeConfigsResponse.DescribeConfigsResult;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls about settings. */
public final class ConfigCalls {

    private static final byte TOPIC = 2;
    private static final byte SET = 0;
    private static final byte DELETE = 1;

    private ConfigCalls() {
    }

    /** Changes settings of a topic, all or none; a null value goes back to the default. */
    public static AdminCall<Void> alterTopic(String topic, Map<String, String> changes) {
        List<AlterableConfig> configs = new ArrayList<>();
        changes.forEach((name, value) -> configs.add(AlterableConfig.builder().name(name)
                .configOperation(value == null ? DELETE : SET).value(value).build()));
        AlterConfigsResource resource = AlterConfigsResource.builder().resourceType(TOPIC).resourceName(topic)
                .configs(configs).build();
        return new SimpleCall<>(Api.INCREMENTAL_ALTER_CONFIGS, SimpleCall.ANYBODY, version ->
                IncrementalAlterConfigsRequest.builder().resources(List.of(resource)).build(), (body, version) -> {
                    for (AlterConfigsResourceResponse result
                            : IncrementalAlterConfigsResponse.read(body, version).responses()) {
                        return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                    }
                    throw nothing("IncrementalAlterConfigs", topic);
                });
    }

    /** What settings of a topic are, where they come from aside; all settings if no names are given. */
    public static AdminCall<SortedMap<String, String>> describeTopic(String topic, List<String> names) {
        DescribeConfigsResource resource = DescribeConfigsResource.builder().resourceType(TOPIC).resourceName(topic)
                .configurationKeys(names.isEmpty() ? null : names).build();
        return new SimpleCall<>(Api.DESCRIBE_CONFIGS, SimpleCall.ANYBODY, version -> DescribeConfigsRequest.builder()
                .resources(List.of(resource)).build(), (body, version) -> {
                    for (DescribeConfigsResult result : DescribeConfigsResponse.read(body, version).results()) {
                        if (result.errorCode() != 0) {
                            return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                        }
                        SortedMap<String, String> values = new TreeMap<>();
                        for (DescribeConfigsResourceResult config : result.configs()) {
                            values.put(config.name(), config.value());
                        }
                        return AdminCall.Answer.of(values);
                    }
                    throw nothing("DescribeConfigs", topic);
                });
    }

    private static WireFormatException nothing(String api, String about) {
        return new WireFormatException(api + "Response", 0, "nothing is said of " + about);
    }
}
