# SPDX-License-Identifier: Apache-2.0
"""TLS, certificates and passwords against a real broker that asks for them, with no more rights than the guide names."""
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

os.environ["KAFKA_DIR"] = os.path.join(os.environ.get("WF_BUILD", "build"), "kafka-security")
# Debian's librdkafka cannot use SCRAM with Kafka 4 (librdkafka #4895)
os.environ.setdefault("KAFKA_VERSION", "3.9.2")

from harness import (BUILD, EXIT_BROKER, EXIT_OK, KAFKA, Space, document_of, program_settings, worker_environment)  # noqa: E402
from reader import tool  # noqa: E402

SECRET = "correct-horse-battery-staple"
DENIED = ("noread", "nowrite", "nogroup", "notransaction")
JAAS = "org.apache.kafka.common.security."


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    for s in held:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


class Certificates:
    """A certificate authority, the broker's certificate and a client's, as PEM files."""

    def __init__(self, folder):
        self.folder = folder
        for authority in ("ca", "other-ca"):
            self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + authority, "-keyout",
                         self.path(authority + ".key"), "-out", self.path(authority + ".pem"))
        self.issue("broker", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self.issue("wirefact", "extendedKeyUsage=clientAuth")
        with open(self.path("broker.store"), "w", encoding="ascii") as out:
            for part in ("broker.key", "broker.pem"):
                with open(self.path(part), encoding="ascii") as source:
                    out.write(source.read())

    def path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def openssl(*args):
        subprocess.run(["openssl", *args], check=True, capture_output=True)

    def issue(self, name, extension):
        with open(self.path("extension"), "w", encoding="ascii") as out:
            out.write(extension)
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout", self.path(name + ".key"),
                     "-out", self.path(name + ".csr"))
        self.openssl("x509", "-req", "-in", self.path(name + ".csr"), "-CA", self.path("ca.pem"), "-CAkey", self.path("ca.key"),
                     "-CAcreateserial", "-days", "2", "-extfile", self.path("extension"), "-out", self.path(name + ".pem"))


def broker_settings(certificates, sasl, mtls, plain, controller):
    users = " ".join('user_%s="%s"' % (name, SECRET) for name in ("wirefact",) + DENIED)
    return "\n".join((
        "listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,SASL://127.0.0.1:%d,MTLS://127.0.0.1:%d" % (
            plain, controller, sasl, mtls),
        "advertised.listeners=PLAINTEXT://127.0.0.1:%d,SASL://127.0.0.1:%d,MTLS://127.0.0.1:%d" % (plain, sasl, mtls),
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MTLS:SSL",
        "controller.quorum.voters=1@127.0.0.1:%d" % controller,
        "ssl.keystore.type=PEM", "ssl.keystore.location=" + certificates.path("broker.store"),
        "ssl.truststore.type=PEM", "ssl.truststore.location=" + certificates.path("ca.pem"),
        "listener.name.mtls.ssl.client.auth=required", "listener.name.sasl.ssl.client.auth=none",
        "ssl.principal.mapping.rules=RULE:^CN=([^,]+).*$/$1/",
        "listener.name.sasl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512,OAUTHBEARER",
        "listener.name.sasl.plain.sasl.jaas.config=%splain.PlainLoginModule required %s;" % (JAAS, users),
        "listener.name.sasl.scram-sha-512.sasl.jaas.config=%sscram.ScramLoginModule required;" % JAAS,
        'listener.name.sasl.oauthbearer.sasl.jaas.config=%soauthbearer.OAuthBearerLoginModule required '
        'unsecuredLoginStringClaim_sub="broker";' % JAAS,
        # whoever comes over the listener without encryption: the harness
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS"))


class Security(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="wirefact-security")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.certificates = Certificates(cls.folder)
        sasl, mtls, plain, controller = free_ports(4)
        subprocess.run([KAFKA, "start", "--port", str(plain)], check=True, stdout=subprocess.DEVNULL, env={
            **os.environ, "KAFKA_EXTRA": broker_settings(cls.certificates, sasl, mtls, plain, controller)})
        cls.addClassCleanup(subprocess.run, [KAFKA, "stop"], check=False)
        cls.sasl, cls.mtls = "127.0.0.1:%d" % sasl, "127.0.0.1:%d" % mtls
        cls.space = Space(name="sec")
        cls.addClassCleanup(cls.space.close)
        cls.prefix = cls.space.name + ".out"
        cls.space.outputs(cls.prefix)
        cls.grant()
        cls.sent = 0

    @classmethod
    def grant(cls):
        """What docs/security.md names, and for each of the others all but one right."""
        group = cls.space.group("g")
        rights = (("noread", ["--topic", cls.space.input, "--operation", "Read", "--operation", "Describe"]),
                  ("nowrite", ["--topic", cls.prefix, "--resource-pattern-type", "prefixed", "--operation", "Write",
                               "--operation", "Describe"]),
                  ("nogroup", ["--group", group, "--operation", "Read"]),
                  ("notransaction", ["--transactional-id", group, "--resource-pattern-type", "prefixed", "--operation",
                                     "Write", "--operation", "Describe"]))
        calls = []
        for without, arguments in rights:
            allowed = ["wirefact"] + [name for name in DENIED if name != without]
            calls.append([("kafka.admin" if os.environ["KAFKA_VERSION"] < "4" else "org.apache.kafka.tools") + ".AclCommand", "--bootstrap-server", cls.space.brokers, "--add", *arguments,
                          *[a for name in allowed for a in ("--allow-principal", "User:" + name)]])
        calls.append(["kafka.admin.ConfigCommand", "--bootstrap-server", cls.space.brokers, "--alter", "--add-config",
                      "SCRAM-SHA-512=[password=%s]" % SECRET, "--entity-type", "users", "--entity-name", "wirefact"])
        for process, call in [(subprocess.Popen([KAFKA, "tool", *call], stdout=subprocess.PIPE, stderr=subprocess.STDOUT), call)
                              for call in calls]:
            out, _ = process.communicate(timeout=120)
            if process.returncode != 0:
                raise RuntimeError("%s: %s" % (call, out))

    def options(self, mechanism=None, user="wirefact", **more):
        """Lines under `kafka:` of a configuration."""
        lines = {"security.protocol": "sasl_ssl" if mechanism else "ssl", "ssl.ca.location": self.certificates.path("ca.pem")}
        if mechanism:
            lines["sasl.mechanism"] = mechanism
        if mechanism == "OAUTHBEARER":
            lines.update({"enable.sasl.oauthbearer.unsecure.jwt": "true", "sasl.oauthbearer.config": "principal=" + user})
        elif mechanism:
            password = os.path.join(self.folder, "password")
            with open(password, "w", encoding="ascii") as out:
                out.write(SECRET + "\n")
            lines.update({"sasl.username": user, "sasl.password_file": password})
        lines.update(more)
        return lines

    def mtls_options(self):
        return self.options(**{"ssl.certificate.location": self.certificates.path("wirefact.pem"),
                               "ssl.key.location": self.certificates.path("wirefact.key")})

    def settings(self, address, options):
        space = self.space
        space.worker_brokers = address
        text = program_settings(space, "g", self.prefix, {"instance": "w"})
        lines = "".join("  %s: %s\n" % (name, json.dumps(str(value))) for name, value in options.items())
        return text.replace("kafka:\n", "kafka:\n" + lines, 1)

    def run_program(self, address, options, *more):
        path = os.path.join(self.folder, "wirefact.yaml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(self.settings(address, options))
        return subprocess.run([str(BUILD / "worker" / "wirefact"), "run", "--until-end", "-c", path, *more],
                              capture_output=True, text=True, timeout=60, env=worker_environment())

    def works(self, address, options):
        type(self).sent += 1
        name = "report-%d" % self.sent
        self.space.produce([(name.encode(), json.dumps({"id": name, "text": "Oslo paid $3 million."}).encode())])
        out = self.run_program(address, options)
        self.assertEqual(EXIT_OK, out.returncode, out.stderr)
        self.assertIn(name, [document_of(r) for r in self.space.read(self.prefix + ".documents")])
        self.assertNotIn(SECRET, out.stdout + out.stderr)

    def refused(self, address, options, *words):
        began = time.monotonic()
        out = self.run_program(address, options)
        self.assertEqual(EXIT_BROKER, out.returncode, out.stderr)
        last = out.stderr.strip().splitlines()[-1]
        for word in words:
            self.assertIn(word, last)
        self.assertNotIn(SECRET, out.stdout + out.stderr)
        self.assertLess(time.monotonic() - began, 30)

    def test_mutual_tls(self):
        self.works(self.mtls, self.mtls_options())

    def test_sasl_plain(self):
        self.works(self.sasl, self.options("PLAIN"))

    def test_sasl_scram(self):
        self.works(self.sasl, self.options("SCRAM-SHA-512"))

    def test_sasl_oauthbearer(self):
        """A token without signature, which librdkafka makes itself: the way is the same for one that is signed."""
        self.works(self.sasl, self.options("OAUTHBEARER"))

    def test_wrong_password(self):
        wrong = os.path.join(self.folder, "wrong")
        with open(wrong, "w", encoding="ascii") as out:
            out.write("guess")
        self.refused(self.sasl, self.options("PLAIN", **{"sasl.password_file": wrong}), "cannot log in", "Authentication failed")

    def test_a_broker_that_another_authority_vouches_for(self):
        options = dict(self.mtls_options(), **{"ssl.ca.location": self.certificates.path("other-ca.pem")})
        self.refused(self.mtls, options, "certificate", "ssl.ca.location")

    def test_a_client_without_certificate(self):
        self.refused(self.mtls, self.options(), "certificate")

    def test_each_right_that_is_missing_is_named(self):
        for user, words in (("noread", [self.space.input, "authoriz"]), ("nowrite", [self.prefix, "right"]),
                            ("nogroup", ["authoriz"]), ("notransaction", ["authoriz"])):
            with self.subTest(user):
                self.space.produce([(b"x", b"A text.")])
                self.refused(self.sasl, self.options("PLAIN", user), *words)
        self.assertEqual([], self.space.read(self.prefix + ".dead-letters"))

    def test_secrets_are_shown_nowhere(self):
        space, port = self.space, free_ports(1)[0]
        path = os.path.join(self.folder, "shown.yaml")
        text = self.settings(self.sasl, self.options("PLAIN")).replace("listen: ''", "listen: 127.0.0.1:%d" % port)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text + "log:\n  level: debug\n")
        shown = subprocess.run([str(BUILD / "worker" / "wirefact"), "check", "--print", "--connect", "-c", path],
                               capture_output=True, text=True, timeout=60)
        self.assertEqual(EXIT_OK, shown.returncode, shown.stderr)
        everything = [shown.stdout, shown.stderr]
        worker = subprocess.Popen([str(BUILD / "worker" / "wirefact"), "run", "-c", path], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, env=worker_environment())
        try:
            deadline = time.monotonic() + 20
            while True:
                try:
                    with urllib.request.urlopen("http://127.0.0.1:%d/readyz" % port, timeout=2) as answer:
                        everything.append(answer.read().decode())
                        break
                except OSError:
                    self.assertLess(time.monotonic(), deadline, "the worker is not ready")
                    time.sleep(0.1)
            for page in ("/metrics", "/config", "/status.json"):
                with urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, page), timeout=5) as answer:
                    everything.append(answer.read().decode())
        finally:
            worker.terminate()
            out, _ = worker.communicate(timeout=20)
        everything.append(out)
        self.assertEqual(0, worker.returncode, out)
        self.assertIn("sasl.password", everything[0])
        for text in everything:
            self.assertNotIn(SECRET, text)


if __name__ == "__main__":
    unittest.main()
