"""Slack is talked to over TLS, and only when its certificate is one that is trusted."""

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from slack_clients import ToldSlack, entry, page, slack_client, told_slack

from slack_ocsf_collector.failures import SlackUnreachable
from slack_ocsf_collector.slack import patience
from slack_ocsf_collector.slack.audit import newest_page


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a certificate for 127.0.0.1 that nobody signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "slack")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def slack(certificate: Path) -> Iterator[ToldSlack]:
    with told_slack(page(entry(1)), tls=serving(certificate)) as slack:
        yield slack


def test_a_certificate_that_nobody_signed_is_refused(slack: ToldSlack) -> None:
    with slack_client(slack.url) as client, pytest.raises(SlackUnreachable, match="certificate"):
        newest_page(client)
    assert slack.requests == []


def test_a_certificate_that_the_environment_trusts_is_taken(
    slack: ToldSlack, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with slack_client(slack.url) as client:
        assert len(newest_page(client).elements) == 1


def test_a_pause_within_tls_loses_nothing(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(patience, "_SLICE", 0.05)

    def pausing(_request: bytes) -> Iterator[bytes]:
        for at in range(0, len(ANSWER), 50):
            time.sleep(0.12)
            yield ANSWER[at : at + 50]

    served = told_slack(pausing, tls=serving(certificate))
    with served as slack, slack_client(slack.url) as client:
        assert len(newest_page(client).elements) == 1


ANSWER = page(entry(1))
