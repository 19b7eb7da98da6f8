import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ExceptionsHelper;
import org.elasticsearch.action.ActionRequestValidationException;
import org.elasticsearch.action.search.SearchRequest;
import org.elasticsearch.cluster.metadata.ComponentTemplate;
import org.elasticsearch.cluster.metadata.ComposableIndexTemplate;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.xcontent.LoggingDeprecationHandler;
import org.elasticsearch.search.SearchModule;
import org.elasticsearch.xcontent.NamedXContentRegistry;
import org.elasticsearch.xcontent.ToXContent;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParserConfiguration;
import org.elasticsearch.xcontent.XContentType;
import org.elasticsearch.xcontent.json.JsonXContent;
import org.elasticsearch.xpack.core.ml.action.PutDataFrameAnalyticsAction;
import org.elasticsearch.xpack.core.ml.action.PutDatafeedAction;
import org.elasticsearch.xpack.core.ml.action.PutJobAction;
import org.elasticsearch.xpack.core.ml.dataframe.analyses.MlDataFrameAnalysisNamedXContentProvider;
import org.elasticsearch.xpack.core.ml.job.config.Job;

/**
 * Reads configurations by Elasticsearch's own parsers, as its REST handlers do.
 *
 * In: NDJSON, each line {"kind": "job", "id": "a", "body": "…text…"}. Out: a line each, {"status": 200, "body": {…}}.
 */
public final class ReadConfigs {
    private static final XContentParserConfiguration PARSING = XContentParserConfiguration.EMPTY.withRegistry(registry())
        .withDeprecationHandler(LoggingDeprecationHandler.INSTANCE);

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null;) {
            Map<String, Object> asked;
            try (XContentParser parser = parserOf(line)) {
                asked = parser.map();
            }
            System.out.println(answer((String) asked.get("kind"), (String) asked.get("id"), (String) asked.get("body")));
        }
    }

    private static NamedXContentRegistry registry() {
        List<NamedXContentRegistry.Entry> entries = new ArrayList<>(
            new SearchModule(Settings.EMPTY, List.of()).getNamedXContents());
        entries.addAll(new MlDataFrameAnalysisNamedXContentProvider().getNamedXContentParsers());
        return new NamedXContentRegistry(entries);
    }

    private static XContentParser parserOf(String json) throws IOException {
        return XContentType.JSON.xContent().createParser(PARSING, json);
    }

    private static String answer(String kind, String id, String body) throws IOException {
        XContentBuilder builder = JsonXContent.contentBuilder().startObject();
        try (XContentParser parser = parserOf(body)) {
            ToXContent read = read(kind, id, parser);
            XContentBuilder inner = JsonXContent.contentBuilder();
            read.toXContent(inner, ToXContent.EMPTY_PARAMS);
            builder.field("status", 200).rawField("body", new java.io.ByteArrayInputStream(
                Strings.toString(inner).getBytes(StandardCharsets.UTF_8)), XContentType.JSON);
        } catch (Exception thrown) {
            int status = ExceptionsHelper.status(thrown).getStatus();
            builder = JsonXContent.contentBuilder().startObject().field("status", status).startObject("body");
            ElasticsearchException.generateFailureXContent(builder, ToXContent.EMPTY_PARAMS, thrown, true);
            builder.field("status", status).endObject();
        }
        return Strings.toString(builder.endObject());
    }

    private static ToXContent read(String kind, String id, XContentParser parser) throws IOException {
        switch (kind) {
            case "job": {
                PutJobAction.Request request = PutJobAction.Request.parseRequest(id, parser, SearchRequest.DEFAULT_INDICES_OPTIONS);
                valid(request.validate());
                Job.Builder job = request.getJobBuilder();
                // As JobManager.putJob goes on.
                job.validateAnalysisLimitsAndSetDefaults(null);
                job.validateModelSnapshotRetentionSettingsAndSetDefaults();
                return job.build(new Date(0));
            }
            case "datafeed": {
                PutDatafeedAction.Request request =
                    PutDatafeedAction.Request.parseRequest(id, SearchRequest.DEFAULT_INDICES_OPTIONS, parser);
                valid(request.validate());
                return request.getDatafeed();
            }
            case "analytics": {
                PutDataFrameAnalyticsAction.Request request = PutDataFrameAnalyticsAction.Request.parseRequest(id, parser);
                valid(request.validate());
                return request.getConfig();
            }
            case "component_template":
                return ComponentTemplate.parse(parser);
            case "index_template":
                return ComposableIndexTemplate.parse(parser);
            default:
                throw new IllegalArgumentException("unknown kind " + kind);
        }
    }

    private static void valid(ActionRequestValidationException fault) {
        if (fault != null) throw fault;
    }
}
