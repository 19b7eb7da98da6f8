/**
 * ml-dga: everything that can be done to a bundle of Elastic's machine-learning DGA detection before it touches a
 * cluster. Functions that decide take values and return values; the engines compute what Elasticsearch computes.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { createIngestNode, formatDocument, parseDocument } from "./mod.ts";
 *
 * const node = createIngestNode({
 *   pipelines: { label: { processors: [{ script: { source: "ctx.length = ctx.name.length()" } }] } },
 * });
 * const document = node.run("label", parseDocument('{"name": "elastic.co"}'));
 * assert.equal(document?.get("length"), 10);
 * assert.equal(formatDocument(document).includes('"length":10'), true);
 * ```
 *
 * @module
 */

// Bundles: a folder or zip becomes files, files become a checked bundle.
export { readBundle } from "./lib/bundle/read.ts";
export { BundleContentError } from "./lib/bundle/bundle_files.ts";
export { validateDgaBundle } from "./lib/bundle/dga.ts";
export { asStrict } from "./lib/bundle/strict.ts";
export { zipBundle } from "./lib/bundle/zip_bundle.ts";
export { hasErrors } from "./lib/json/finding.ts";
export { memorySource } from "./lib/json/byte_source.ts";
export { canonicalJson, canonicalJsonStream } from "./lib/json/canonical.ts";
export type { BundleFiles } from "./lib/bundle/bundle_files.ts";
export type { DgaBundle } from "./lib/bundle/dga.ts";
export type { DgaScript } from "./lib/bundle/dga_scripts.ts";
export type { ZipBundleOptions, ZippableBundle, ZippedFile } from "./lib/bundle/zip_bundle.ts";
export type { ByteSource } from "./lib/json/byte_source.ts";
export type { Finding, Validation } from "./lib/json/finding.ts";

// Names of releases.
export { formatReleaseName, nextReleaseName, parseReleaseName, tryParseReleaseName } from "./lib/bundle/names.ts";
export type { DatedReleaseName, LegacyReleaseName, ReleaseName } from "./lib/bundle/names.ts";

// Engines: trained models, Painless, ingest.
export { loadTrainedModel, validateTrainedModel } from "./lib/inference/trained_model.ts";
export { InferenceError, TrainedModelError } from "./lib/inference/inference_error.ts";
export { compilePainless, PainlessCompileError, PainlessRuntimeError } from "./lib/painless/compile.ts";
export { createIngestNode } from "./lib/ingest/node.ts";
export { checkPipeline } from "./lib/ingest/check.ts";
export { IngestError } from "./lib/ingest/error.ts";
export type {
  InferOptions,
  TrainedModel,
  TrainedModelConfig,
  TrainedModelOptions,
} from "./lib/inference/trained_model.ts";
export type { ModelPhase, ModelStage } from "./lib/inference/inference_error.ts";
export type {
  ClassificationConfig,
  InferenceConfig,
  InferenceConfigUpdate,
  PredictionFieldType,
  RegressionConfig,
} from "./lib/inference/inference_config.ts";
export type { TargetType } from "./lib/inference/model.ts";
export type { CompileOptions, PainlessBindings, PainlessContext, PainlessScript } from "./lib/painless/compile.ts";
export type { IngestNode, IngestNodeOptions, IngestRequest } from "./lib/ingest/node.ts";
export type { KnownParts, PipelineCheckOptions } from "./lib/ingest/check.ts";
export type { DocumentMetadata } from "./lib/ingest/document.ts";
export type { ErrorBody, FailedProcessor, IngestErrorOptions, RootErrorBody } from "./lib/ingest/error.ts";
export type { PipelineConfig, PipelineObject } from "./lib/ingest/pipeline_config.ts";
export type { StoredScript } from "./lib/ingest/script.ts";
export type { SimulateInput, SimulateOptions } from "./lib/ingest/simulate.ts";
export type { ProcessorResult, SimulatedDocument, SimulateResult } from "./lib/ingest/simulate_result.ts";

// Documents: JSON with Java's types of numbers.
export { formatDocument, parseDocument } from "./lib/json/document.ts";
export { JsonSyntaxError } from "./lib/json/syntax_error.ts";
export { JavaHashMap, JavaMap } from "./lib/java/map.ts";
export { JavaList } from "./lib/java/collection.ts";
export { JavaThrowable } from "./lib/java/throwable.ts";
export { JavaDouble, javaText } from "./lib/java/value.ts";
export type { Document } from "./lib/json/document.ts";
export type { JavaCollection } from "./lib/java/abstract_collection.ts";
export type { InsertionOrderedMap } from "./lib/java/hash_map.ts";
export type { JavaIterator } from "./lib/java/iterator.ts";
export type { ListClass } from "./lib/java/list.ts";
export type { JavaObject, JavaValue } from "./lib/java/value.ts";

// Domains: names in, verdicts out.
export { readDomainList } from "./lib/scoring/domain_list.ts";
export { splitDomainName } from "./lib/scoring/domain_name.ts";
export { domainDocument } from "./lib/scoring/domain_document.ts";
export { scoreDocument, scoreName } from "./lib/scoring/score.ts";
export { scoreDomains } from "./lib/scoring/score_domains.ts";
export { summarizeScores } from "./lib/scoring/tally/score_tally.ts";
export { renderReport } from "./lib/scoring/report/report.ts";
export { compareVerdicts } from "./lib/scoring/tally/changes.ts";
export { summarize } from "./lib/scoring/summary.ts";
export { explainFailures } from "./lib/scoring/explain_failure.ts";
export { pickSamples } from "./lib/scoring/samples.ts";
export type { DomainList } from "./lib/scoring/domain_list.ts";
export type { ListedDomain, RefusedLine } from "./lib/scoring/domain_line.ts";
export type { DomainName, DomainNameOptions, UnscorableName } from "./lib/scoring/domain_name.ts";
export type { Confusion } from "./lib/scoring/metrics.ts";
export type { Sample } from "./lib/scoring/samples.ts";
export type { Outcome } from "./lib/scoring/score.ts";
export type { DomainVerdict, ScoredLine, ScoreDomainsOptions } from "./lib/scoring/score_domains.ts";
export type { ScoreComparison, ScoreSummary, TallyOptions } from "./lib/scoring/tally/score_tally.ts";
export type { ScoreReport } from "./lib/scoring/report/report.ts";
export type { ChangeCounts } from "./lib/scoring/tally/changes.ts";
export type { RankedName } from "./lib/scoring/tally/ranked_names.ts";
export type { Rankings } from "./lib/scoring/tally/rankings.ts";
export type { ScoreQuality, ThresholdFigures } from "./lib/scoring/tally/verdict_tally.ts";
export type { FailureExplanation } from "./lib/scoring/explain_failure.ts";
export type { Difference, FailedDomain, JudgedDomain, Quality, ScoredDomain, Summary } from "./lib/scoring/summary.ts";

// Detections: files become checked jobs and rules.
export { validateDetectionsBundle } from "./lib/detections/detections_bundle.ts";
export { JOB_TYPES, parseJob } from "./lib/detections/job.ts";
export { ruleToKibana } from "./lib/detections/kibana_rule.ts";
export { parseRule, parseRules } from "./lib/detections/rule.ts";
export { searchRules } from "./lib/detections/search.ts";
export { KqlError } from "./lib/detections/kql.ts";
export { RULE_TYPES } from "./lib/detections/rule_fields.ts";
export type { DetectionsBundle } from "./lib/detections/detections_bundle.ts";
export type { Job, JobType } from "./lib/detections/job.ts";
export type { KibanaRule } from "./lib/detections/kibana_rule.ts";
export type { Rule } from "./lib/detections/rule.ts";
export type { SearchableRule } from "./lib/detections/search.ts";
export type { RuleType } from "./lib/detections/rule_fields.ts";

// Releases: GitHub, manifests, downloading, publishing.
export { connectGithub } from "./lib/release/github.ts";
export { downloadRelease } from "./lib/release/download.ts";
export { DownloadError } from "./lib/release/download_error.ts";
export { saveBundle } from "./lib/release/save.ts";
export { buildManifest, formatManifest, manifestName, parseManifest } from "./lib/release/manifest.ts";
export { packBundle } from "./lib/release/packed_bundle.ts";
export { findDuplicates } from "./lib/release/duplicates.ts";
export { lookAtReleases } from "./lib/release/existing_releases.ts";
export { describeReleasePlan, planRelease } from "./lib/release/release_plan.ts";
export { publishRelease } from "./lib/release/publish.ts";
export { PublishError } from "./lib/release/publish_error.ts";
export { releaseText } from "./lib/release/release_text.ts";
export { inspectBundle } from "./lib/release/inspect.ts";
export { comparePublished, findPublished } from "./lib/release/compare_published.ts";
export { saveZip } from "./lib/release/save_zip.ts";
export type { PackedBundle, PackedZip, PackOptions, ReleasableBundle } from "./lib/release/packed_bundle.ts";
export type { ComparedBundle, DuplicateOptions } from "./lib/release/duplicates.ts";
export type { ExistingReleases, LookOptions } from "./lib/release/existing_releases.ts";
export type { ReleasePlan, ReleasePlanOptions } from "./lib/release/release_plan.ts";
export type { PublishedRelease, PublishOptions, PublishProgress } from "./lib/release/publish.ts";
export type { PublishOutcome } from "./lib/release/publish_error.ts";
export type { ExpectedFile } from "./lib/release/read_back.ts";
export type { ReleaseTextOptions } from "./lib/release/release_text.ts";
export type { InspectedFile, InspectedKind, Inspection, ModelFacts } from "./lib/release/inspect.ts";
export type { Comparison, PublishedFacts } from "./lib/release/compare_published.ts";
export type { SaveZipOptions } from "./lib/release/save_zip.ts";
export type { DownloadOptions, VerifiedZip } from "./lib/release/download.ts";
export type { DownloadErrorCode } from "./lib/release/download_error.ts";
export type { SaveOptions } from "./lib/release/save.ts";
export type { Github, GithubTransferOptions, NewAsset, NewRelease, ReleaseChanges } from "./lib/release/github.ts";
export type { GithubAsset, GithubRelease, GithubRepository } from "./lib/release/github/answers.ts";
export type { GithubOptions } from "./lib/release/github/options.ts";
export type { GithubRequestOptions } from "./lib/release/github/retried.ts";
export type { Manifest, ManifestAsset, ManifestEntry, ManifestRelease, ManifestZip } from "./lib/release/manifest.ts";

// Installing: what is there, what would be done, doing it.
export { connect } from "./lib/stack/connect.ts";
export { ConnectOptionsError } from "./lib/stack/connect_options_error.ts";
export { pathOf } from "./lib/stack/elasticsearch.ts";
export { StackError } from "./lib/stack/errors.ts";
export { takeSnapshot } from "./lib/install/snapshot.ts";
export { planSetup } from "./lib/install/dga/setup.ts";
export { planRemoval } from "./lib/install/dga/removal.ts";
export { planDetections } from "./lib/install/detections/detections_setup.ts";
export { planJobUpload } from "./lib/install/jobs/upload.ts";
export { planJobRemoval } from "./lib/install/jobs/removal.ts";
export { planRuleUpload } from "./lib/install/rules/rule_upload.ts";
export { takeWiringSnapshot } from "./lib/install/wiring/ask_wiring.ts";
export { planWiring } from "./lib/install/wiring/plan_wiring.ts";
export { describePlan, planJson } from "./lib/install/describe.ts";
export { applyPlan } from "./lib/install/apply.ts";
export { verifySetup } from "./lib/install/verify/verify_setup.ts";
export { refreshDataView } from "./lib/install/verify/refresh_data_view.ts";
export { scoreOnStack } from "./lib/install/dga/score_on_stack.ts";
export { listBundles } from "./lib/install/inventory/inventory.ts";
export type { Stack } from "./lib/stack/connect.ts";
export type {
  ConnectOptions,
  ElasticsearchOptions,
  KibanaOptions,
  ServiceOptions,
} from "./lib/stack/connect_options.ts";
export type { Elasticsearch, ElasticsearchRequest, ElasticsearchResponse } from "./lib/stack/elasticsearch.ts";
export type { Kibana, KibanaRequest, KibanaResponse } from "./lib/stack/kibana.ts";
export type { StackErrorDetails, StackErrorKind } from "./lib/stack/errors.ts";
export type { Handler } from "./lib/stack/handler.ts";
export type { DetectionsOptions } from "./lib/install/detections/detections_setup.ts";
export type { JobUploadOptions } from "./lib/install/jobs/upload.ts";
export type { JobRemovalOptions } from "./lib/install/jobs/removal.ts";
export type {
  InstalledAnalytics,
  InstalledDatafeed,
  InstalledJob,
  JobFacts,
  JobRequest,
} from "./lib/install/jobs/job_facts.ts";
export type { JobRule } from "./lib/install/jobs/job_rules.ts";
export type { ApplyOptions } from "./lib/install/apply.ts";
export type { Difference as StackDifference, Plan, PlanKind } from "./lib/install/plan.ts";
export type { RemovalOptions } from "./lib/install/dga/removal.ts";
export type { RefreshedDataView } from "./lib/install/verify/refresh_data_view.ts";
export type { JobState, KibanaSnapshot } from "./lib/install/rules/rule_snapshot.ts";
export type { RuleUploadOptions } from "./lib/install/rules/rule_upload.ts";
export type { Leftover, Progress, Report } from "./lib/install/report.ts";
export type { ScoreOnStackOptions } from "./lib/install/dga/score_on_stack.ts";
export type { SetupOptions } from "./lib/install/dga/setup.ts";
export type { UploadFacts } from "./lib/install/dga/upload_facts.ts";
export type { RequestOptions } from "./lib/install/requests.ts";
export type { ResourceKind } from "./lib/install/resources/kinds.ts";
export type { ResourceState } from "./lib/install/resources/resource.ts";
export type { StoredJson } from "./lib/install/resources/stored_json.ts";
export type { InstalledBundle } from "./lib/install/inventory/group_bundles.ts";
export type { NameCommand } from "./lib/install/shell_command.ts";
export type { WiringRequest } from "./lib/install/wiring/ask_wiring.ts";
export type { WiringOptions } from "./lib/install/wiring/plan_wiring.ts";
export type { WiringSnapshot, WiringTarget, Writer } from "./lib/install/wiring/wiring_snapshot.ts";
export type { FieldTypes, IndexFacts, Tried, TriedName } from "./lib/install/verify/facts.ts";
export type { Known } from "./lib/install/verify/known.ts";
export type { Link, LinkName } from "./lib/install/verify/link.ts";
export type { Verification } from "./lib/install/verify/verdict.ts";
export type { VerifyOptions } from "./lib/install/verify/verify_setup.ts";
export type {
  IndexPipeline,
  InstalledModel,
  LicenseState,
  PipelineReference,
  PrivilegeState,
  SnapshotOptions,
  SnapshotRequest,
  StackSnapshot,
} from "./lib/install/snapshot.ts";
export type {
  ChangeStep,
  DeleteModelStep,
  DeleteStep,
  FetchModelStep,
  ModelOrigin,
  ProofDocument,
  ProveStep,
  PutModelStep,
  PutStep,
  Step,
  SwitchStep,
  Verdict,
  VerifyStep,
} from "./lib/install/step.ts";

// The rehearsal: an Elasticsearch, a Kibana and a GitHub in the process.
export { createRehearsalStack } from "./lib/rehearsal/stack.ts";
export type { FaultKind, FaultPlan } from "./lib/rehearsal/faults.ts";
export type {
  GithubAssetOptions,
  GithubRateLimitOptions,
  GithubRehearsalOptions,
  GithubReleaseOptions,
  GithubRepositoryOptions,
  GithubRole,
  GithubTokenOptions,
} from "./lib/rehearsal/github/options.ts";
export type { KibanaRehearsalOptions } from "./lib/rehearsal/kibana/options.ts";
export type { LicenseOptions, LicenseType } from "./lib/rehearsal/elasticsearch/license.ts";
export type { SecurityOptions } from "./lib/rehearsal/elasticsearch/security.ts";
export type { ServerVersion } from "./lib/rehearsal/elasticsearch/server_version.ts";
export type { RehearsalOptions, RehearsalStack } from "./lib/rehearsal/stack.ts";
