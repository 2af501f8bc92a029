package dev.seedlog.broker.api;

import dev.seedlog.broker.config.ConfigDescriber;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.controller.TopicNames;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeConfigsRequest;
import dev.seedlog.wire.message.DescribeConfigsResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * DescribeConfigs, versions 1 to 4, of topics, brokers, groups and clients' metrics; not of loggers. Version 1 tells
 * sources and synonyms (KIP-226), 3 types and documentation (KIP-569). Asking for no keys in particular asks for all.
 */
public final class DescribeConfigsHandler {

    private final ConfigDescriber describer;
    private final MetadataView metadata;
    private final int brokerId;

    /** A handler. */
    public DescribeConfigsHandler(ConfigDescriber describer, MetadataView metadata, int brokerId) {
        this.describer = describer;
        this.metadata = metadata;
        this.brokerId = brokerId;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_CONFIGS, DescribeConfigsRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeConfigsRequest request) {
        List<DescribeConfigsResponse.DescribeConfigsResult> results = new ArrayList<>(request.resources().size());
        for (DescribeConfigsRequest.DescribeConfigsResource resource : request.resources()) {
            results.add(describe(resource, request));
        }
        exchange.respond(DescribeConfigsResponse.builder().results(results).build());
    }

    private DescribeConfigsResponse.DescribeConfigsResult describe(
            DescribeConfigsRequest.DescribeConfigsResource resource, DescribeConfigsRequest request) {
        ConfigsImage configs = metadata.image().configs();
        String name = resource.resourceName();
        switch (resource.resourceType()) {
            case ConfigResource.TOPIC:
                String problem = TopicNames.problem(name);
                if (problem != null) {
                    return refused(resource, ErrorCode.INVALID_TOPIC_EXCEPTION, problem);
                }
                return metadata.image().topics().topic(name) == null
                        ? refused(resource, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null)
                        : described(resource, describer.topic(configs, name), request);
            case ConfigResource.BROKER:
                if (name.isEmpty()) {
                    return described(resource, describer.allBrokers(configs), request);
                }
                return name.equals(String.valueOf(brokerId)) ? described(resource, describer.broker(configs), request)
                        : refused(resource, ErrorCode.INVALID_REQUEST, "Unexpected broker id, expected " + brokerId
                                + " or empty string, but received " + name);
            case ConfigResource.GROUP:
                return name.isEmpty() ? refused(resource, ErrorCode.INVALID_REQUEST, "Group name must not be empty")
                        : described(resource, describer.group(configs, name), request);
            case ConfigResource.CLIENT_METRICS:
                return name.isEmpty() ? refused(resource, ErrorCode.INVALID_REQUEST,
                        "Client metrics subscription name must not be empty")
                        : described(resource, describer.clientMetrics(configs, name), request);
            default:
                return refused(resource, ErrorCode.INVALID_REQUEST,
                        "Configurations of resources of type " + resource.resourceType() + " are not served");
        }
    }

    private static DescribeConfigsResponse.DescribeConfigsResult described(
            DescribeConfigsRequest.DescribeConfigsResource resource, List<ConfigDescriber.Described> all,
            DescribeConfigsRequest request) {
        List<DescribeConfigsResponse.DescribeConfigsResourceResult> configs = new ArrayList<>();
        List<String> wanted = resource.configurationKeys();
        for (ConfigDescriber.Described each : all) {
            if (wanted == null || wanted.isEmpty() || wanted.contains(each.key().name())) {
                configs.add(describe(each, request));
            }
        }
        return DescribeConfigsResponse.DescribeConfigsResult.builder().resourceType(resource.resourceType())
                .resourceName(resource.resourceName()).configs(configs).build();
    }

    private static DescribeConfigsResponse.DescribeConfigsResourceResult describe(ConfigDescriber.Described each,
                                                                                  DescribeConfigsRequest request) {
        List<DescribeConfigsResponse.DescribeConfigsSynonym> synonyms = new ArrayList<>();
        if (request.includeSynonyms()) {
            for (ConfigDescriber.Value value : each.values()) {
                synonyms.add(DescribeConfigsResponse.DescribeConfigsSynonym.builder().name(value.name())
                        .value(each.sensitive() ? null : value.text()).source(value.source().id()).build());
            }
        }
        return DescribeConfigsResponse.DescribeConfigsResourceResult.builder().name(each.key().name())
                .value(each.value()).readOnly(each.readOnly()).configSource(each.source().id())
                .isSensitive(each.sensitive()).synonyms(synonyms).configType(each.key().type().id())
                .documentation(request.includeDocumentation() ? each.key().documentation() : null).build();
    }

    private static DescribeConfigsResponse.DescribeConfigsResult refused(
            DescribeConfigsRequest.DescribeConfigsResource resource, ErrorCode error, String message) {
        return DescribeConfigsResponse.DescribeConfigsResult.builder().resourceType(resource.resourceType())
                .resourceName(resource.resourceName()).errorCode(error.code()).errorMessage(message).build();
    }
}
