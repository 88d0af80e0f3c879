#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Kubernetes manifests and the Containerfile: valid by the schemas of Kubernetes and KEDA, and in step with each other
and with the program.

  kubernetes.py WIREFACT SOURCE_DIR      run by the Python that scripts/setup made for it, which has the schemas
"""
import copy
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import kubernetes_validate
import yaml
from cloudcoil.models.keda.v1alpha1 import ScaledObject

WIREFACT, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
VERSION = "1.31"


def load(name):
    with open(SOURCE / "packaging" / "kubernetes" / name, encoding="utf-8") as f:
        return {d["kind"]: d for d in yaml.safe_load_all(f)}


def unknown(given, known, where=""):
    """Members of `given` that the model did not take over: it passes over what it does not know."""
    if isinstance(given, dict) and isinstance(known, dict):
        return [where + "." + k for k in given if k not in known] + \
            [u for k in given if k in known for u in unknown(given[k], known[k], where + "." + k)]
    if isinstance(given, list) and isinstance(known, list):
        return [u for a, b in zip(given, known) for u in unknown(a, b, where + "[]")]
    return []


class Manifests(unittest.TestCase):
    def setUp(self):
        self.all, self.keda = load("wirefact.yaml"), load("keda.yaml")["ScaledObject"]
        self.pod = self.all["StatefulSet"]["spec"]["template"]["spec"]
        self.container = self.pod["containers"][0]
        self.config = yaml.safe_load(self.all["ConfigMap"]["data"]["wirefact.yaml"])

    def test_schemas(self):
        for kind in ("ConfigMap", "Service", "StatefulSet", "PodDisruptionBudget"):
            kubernetes_validate.validate(self.all[kind], VERSION, strict=True)
        wrong = copy.deepcopy(self.all["StatefulSet"])
        wrong["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
        with self.assertRaises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(wrong, VERSION, strict=True)

    def test_keda(self):
        def check(document):
            model = ScaledObject.model_validate(document)
            return unknown(document, model.model_dump(by_alias=True, exclude_unset=True))
        self.assertEqual(check(self.keda), [])
        self.assertEqual(check({**self.keda, "spec": {**self.keda["spec"], "maxReplicas": 3}}), [".spec.maxReplicas"])

    def test_configuration(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            f.write(self.all["ConfigMap"]["data"]["wirefact.yaml"])
            f.flush()
            done = subprocess.run([WIREFACT, "check", "-c", f.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  env={**os.environ, "POD_NAME": "wirefact-0"})
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_references(self):
        labels = self.all["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
        for kind in ("Service", "StatefulSet", "PodDisruptionBudget"):
            selector = self.all[kind]["spec"]["selector"]
            self.assertEqual(selector.get("matchLabels", selector), labels)
        self.assertEqual(self.all["StatefulSet"]["spec"]["serviceName"], self.all["Service"]["metadata"]["name"])
        volumes = {v["name"] for v in self.pod["volumes"]} | \
            {c["metadata"]["name"] for c in self.all["StatefulSet"]["spec"]["volumeClaimTemplates"]}
        self.assertEqual({m["name"] for m in self.container["volumeMounts"]}, volumes)
        self.assertEqual(self.pod["volumes"][0]["configMap"]["name"], self.all["ConfigMap"]["metadata"]["name"])
        used = set(re.findall(r"\$\{(\w+)\}", self.all["ConfigMap"]["data"]["wirefact.yaml"]))
        self.assertEqual(used, {e["name"] for e in self.container["env"]})
        ports = {p["name"]: p["containerPort"] for p in self.container["ports"]}
        paths = set()
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            get = self.container[probe]["httpGet"]
            self.assertIn(get["port"], ports)
            paths.add(get["path"])
        self.assertEqual(paths, {"/readyz", "/livez"})
        options = dict(re.findall(r"^  #?(\w+): (\S+)", (SOURCE / "config/wirefact.yaml").read_text(), re.M))
        self.assertEqual(str(ports["http"]), options["listen"].strip('"').rsplit(":", 1)[1])
        self.assertGreater(self.pod["terminationGracePeriodSeconds"], int(options["drain_timeout"].rstrip("s")))

    def test_scaler(self):
        spec, trigger = self.keda["spec"], self.keda["spec"]["triggers"][0]["metadata"]
        self.assertEqual((spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"]),
                         ("StatefulSet", self.all["StatefulSet"]["metadata"]["name"]))
        self.assertEqual(trigger["bootstrapServers"], self.config["kafka"]["brokers"])
        self.assertEqual([trigger["topic"]], self.config["input"]["topics"])
        self.assertEqual(trigger["consumerGroup"], self.config["input"].get("group", "wirefact"))

    def test_containerfile(self):
        text = (SOURCE / "packaging" / "Containerfile").read_text()
        user = re.search(r"^USER (\d+):", text, re.M).group(1)
        self.assertEqual(int(user), self.pod["securityContext"]["runAsUser"])
        environment = dict(re.findall(r"(WIREFACT_\w+)=(\S+)", text))
        mounts = {m["name"]: m["mountPath"] for m in self.container["volumeMounts"]}
        self.assertEqual(environment["WIREFACT_WORKER_STATE_PATH"], mounts["state"])
        self.assertEqual(environment["WIREFACT_HTTP_LISTEN"], "0.0.0.0:%d" % self.container["ports"][0]["containerPort"])
        self.assertEqual(re.search(r'"--config", "(\S+)"', text).group(1), mounts["configuration"] + "/wirefact.yaml")
        # every library that the program itself needs is in a package that the image installs
        needed = re.findall(r"NEEDED\s+(\S+)", subprocess.run(["objdump", "-p", WIREFACT], check=True, stdout=subprocess.PIPE,
                                                             text=True).stdout)
        installed = set(re.findall(r"[\w.+-]+", text.split("FROM")[2])) | {"libc6"}
        self.assertGreater(len(needed), 8)
        for name in needed:
            owner = subprocess.run(["dpkg", "-S", "*/" + name], check=True, stdout=subprocess.PIPE, text=True).stdout
            self.assertTrue({o.split(":")[0] for o in owner.splitlines()} & installed, "%s is not in the image: %s" % (name, owner))
        with open(SOURCE / "scripts" / "setup", encoding="utf-8") as f:
            here = set(f.read().split())
        build = set(re.findall(r"lib[\w.+-]+-dev|nettle-dev", text.split("FROM")[1]))
        self.assertEqual(build - here, set(), "built with packages that scripts/setup does not know")
        self.assertEqual({p for p in here if re.fullmatch(r"lib(?!cmocka|clang)[\w.+-]+-dev|nettle-dev", p)} - build, set())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
