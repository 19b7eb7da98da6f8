"""Installs a bundle and the jobs of an experimental release with Elastic's own Python client, uses and removes them.

usage: python3 use_python_client.py URL BUNDLE DETECTIONS

Works with the clients 8 and 9, on any Elasticsearch that they talk to. Prints one line for each thing that was not as
expected, and `N agree, M differ` at the end.
"""

import json
import pathlib
import sys

from elasticsearch import ApiError, Elasticsearch, NotFoundError, helpers

agree = 0
differ = 0


def expect(what, found, expected):
    global agree, differ
    if found == expected:
        agree += 1
    else:
        differ += 1
        print(f"{what}: expected {expected!r}, found {found!r}")


def parts_of(folder):
    """Model, scripts and pipelines, by their ids."""
    parts = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    model = next(name for name in parts if name.endswith("_model.json"))
    scripts = {part: parts[next(n for n in parts if n.endswith(f"_{part}.json"))]["script"]
               for part in ("dga_ngrams_create", "dga_ngrams_transform_delete")}
    pipelines = {"dns_dga_inference_enrich_pipeline": parts[next(n for n in parts if n.endswith("pipeline2.json"))],
                 "dns_enrich_pipeline": parts[next(n for n in parts if n.endswith("pipeline1.json"))]}
    return model.removesuffix("_model.json"), parts[model], scripts, pipelines


def lookup(domain):
    return {"type": "dns", "dns": {"question": {"registered_domain": domain}}}


def verdict(document):
    return round(document["ml_is_dga"]["malicious_probability"], 6), document["ml_is_dga"]["malicious_prediction"]


MALICIOUS = ("dyaziosbdjahedeiysy.com", (0.993809, 1))


def main(url, folder):
    es = Elasticsearch(url, max_retries=0)
    model_id, model, scripts, pipelines = parts_of(pathlib.Path(folder))
    outer, inner = "dns_enrich_pipeline", "dns_dga_inference_enrich_pipeline"

    expect("tagline", es.info()["tagline"], "You Know, for Search")
    expect("licence", es.license.get()["license"]["status"], "active")
    stored = es.ml.put_trained_model(model_id=model_id, **model)
    expect("model", stored["model_id"], model_id)
    for name, script in scripts.items():
        expect(name, es.put_script(id=name, script=script)["acknowledged"], True)
        expect(f"{name} again", es.get_script(id=name)["script"]["source"], script["source"])
    for name in (inner, outer):
        expect(name, es.ingest.put_pipeline(id=name, **pipelines[name])["acknowledged"], True)
        expect(f"{name} again", es.ingest.get_pipeline(id=name)[name]["processors"], pipelines[name]["processors"])
    found = es.ml.get_trained_models(model_id=model_id)
    expect("models", (found["count"], found["trained_model_configs"][0]["model_id"]), (1, model_id))
    expect("statistics", es.ml.get_trained_models_stats(model_id=model_id)["count"], 1)

    domain, expected = MALICIOUS
    simulated = es.ingest.simulate(id=outer, docs=[{"_source": lookup(domain)}])
    expect("simulated", verdict(simulated["docs"][0]["doc"]["_source"]), expected)
    expect("document", es.index(index="dns", id="1", pipeline=outer, document=lookup(domain))["result"], "created")
    expect("verdict", verdict(es.get(index="dns", id="1")["_source"]), expected)
    actions = ({"_index": "dns", "_id": f"bulk-{i}", "pipeline": outer, **lookup(domain)} for i in range(20))
    expect("bulk", helpers.bulk(es, actions, refresh=True), (20, []))
    expect("count", es.count(index="dns")["count"], 21)
    query = {"term": {"ml_is_dga.malicious_prediction": 1}}
    expect("search", es.search(index="dns", query=query, size=1)["hits"]["total"]["value"], 21)

    try:
        es.ml.delete_trained_model(model_id=model_id)
        expect("a model in use", "deleted", "refused")
    except ApiError as error:
        expect("a model in use", error.status_code, 409)
    for name in (outer, inner):
        expect(f"no {name}", es.ingest.delete_pipeline(id=name)["acknowledged"], True)
    expect("no model", es.ml.delete_trained_model(model_id=model_id)["acknowledged"], True)
    for name in scripts:
        expect(f"no {name}", es.delete_script(id=name)["acknowledged"], True)
    try:
        es.ml.get_trained_models(model_id=model_id)
        expect("a model that is gone", "found", "missing")
    except NotFoundError as error:
        expect("a model that is gone", error.error, "resource_not_found_exception")
    expect("no index", es.indices.delete(index="dns")["acknowledged"], True)


def detections_of(folder):
    """The job, its datafeed and the analysis of an experimental release."""
    return [json.loads((folder / f"{name}.json").read_text())
            for name in ("dga_high_sum_by_source_ip", "datafeed_dga_high_sum_by_source_ip", "dga_outlier_lookups")]


def refused(what, call, status):
    try:
        call()
        expect(what, "done", "refused")
    except ApiError as error:
        expect(what, error.status_code, status)


def jobs(url, folder):
    es = Elasticsearch(url, max_retries=0)
    job, feed, outliers = detections_of(pathlib.Path(folder))
    index = "packetbeat-8.19.21"
    event = {"@timestamp": "2026-11-28T10:00:00Z", **lookup("elastic.co"), "source": {"ip": "10.0.0.1"},
             "destination": {"ip": "10.0.0.53"}, "ml_is_dga": {"malicious_prediction": 0, "malicious_probability": 0.01}}

    expect("template", es.indices.put_index_template(name="packetbeat", index_patterns=["packetbeat-*"], data_stream={},
                                                     template={})["acknowledged"], True)
    expect("job", es.ml.put_job(job_id=job["name"], **job["body"])["job_id"], job["name"])
    expect("datafeed", es.ml.put_datafeed(datafeed_id=feed["name"], **feed["body"])["job_id"], job["name"])
    refused("a job twice", lambda: es.ml.put_job(job_id=job["name"], **job["body"]), 400)
    refused("a closed job", lambda: es.ml.start_datafeed(datafeed_id=feed["name"]), 409)
    expect("opened", es.ml.open_job(job_id=job["name"])["opened"], True)
    expect("first document", es.index(index=index, document=event)["result"], "created")
    expect("started", es.ml.start_datafeed(datafeed_id=feed["name"], start="now-1h")["started"], True)
    expect("state", es.ml.get_datafeed_stats(datafeed_id=feed["name"])["datafeeds"][0]["state"], "started")
    refused("an opened job", lambda: es.ml.delete_job(job_id=job["name"]), 409)
    expect("closed", es.ml.close_job(job_id=job["name"])["closed"], True)
    expect("stopped with it", es.ml.get_datafeed_stats(datafeed_id=feed["name"])["datafeeds"][0]["state"], "stopped")

    name = outliers["name"]
    expect("analysis", es.ml.put_data_frame_analytics(id=name, **outliers["body"])["id"], name)
    expect("analysis started", es.ml.start_data_frame_analytics(id=name)["acknowledged"], True)
    refused("a started analysis", lambda: es.ml.delete_data_frame_analytics(id=name), 409)
    expect("analysis stopped", es.ml.stop_data_frame_analytics(id=name, force=True)["stopped"], True)
    expect("no analysis", es.ml.delete_data_frame_analytics(id=name)["acknowledged"], True)

    caps = es.field_caps(index=index, fields=["ml_is_dga.*"])["fields"]
    expect("types", sorted(caps["ml_is_dga.malicious_probability"]), ["float"])
    expect("rolled over", es.indices.rollover(alias=index)["rolled_over"], True)
    expect("generation", es.indices.get_data_stream(name=index)["data_streams"][0]["generation"], 2)
    expect("no job", es.ml.delete_job(job_id=job["name"])["acknowledged"], True)
    expect("no datafeed", es.ml.get_datafeeds()["count"], 0)
    expect("no data stream", es.indices.delete_data_stream(name=index)["acknowledged"], True)
    expect("no template", es.indices.delete_index_template(name="packetbeat")["acknowledged"], True)


URL, BUNDLE, DETECTIONS = sys.argv[1:]
main(URL, BUNDLE)
jobs(URL, DETECTIONS)
print(f"{agree} agree, {differ} differ")
sys.exit(1 if differ > 0 else 0)
