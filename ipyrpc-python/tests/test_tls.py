"""https, with a certificate that the JDK's keytool made."""

import json
import os
import ssl
import subprocess
from pathlib import Path

import ipyrpc
import pytest
from conftest import JAVA, Server


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    keytool = str(Path(JAVA).parent / "keytool") if os.sep in str(JAVA) else "keytool"
    store = ["-keystore", "key.p12", "-storetype", "PKCS12", "-storepass", "secret", "-alias", "server"]
    for command in (
        ["-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", *store],
        ["-exportcert", "-rfc", "-file", "server.pem", *store],
    ):
        subprocess.run([keytool, *command], cwd=folder, check=True, capture_output=True)
    (folder / "password").write_text("secret\n")
    config = {"tls": {"key_store": "key.p12", "password_file": "password"}}
    (folder / "ipyrpc.json").write_text(json.dumps(config))
    server = Server("https://127.0.0.1:0", "--config", str(folder / "ipyrpc.json"))
    yield server.url, str(folder / "server.pem")
    server.stop()


def test_a_server_is_trusted_by_its_authority(secure, capsys):
    url, pem = secure
    for tls in (pem, Path(pem), ssl.create_default_context(cafile=pem)):
        rpc = ipyrpc.connect(url, tls=tls)
        assert rpc.add(1, 2) == 3
        rpc.talk(1)
        assert rpc.echo(b"x" * 300_000) == b"x" * 300_000
    assert capsys.readouterr().out == "out 0\n" * 3
    assert url.startswith("https://")


def test_a_server_that_nobody_vouches_for_is_refused(secure):
    url, _ = secure
    with pytest.raises(ipyrpc.ConnectError) as caught:
        ipyrpc.connect(url)
    assert str(caught.value).startswith(f"{url} has a certificate that is not trusted: ")
    assert str(caught.value).endswith("; connect(…, tls='its-ca.pem') trusts another authority")


def test_http_where_https_is_spoken_is_told(secure):
    url, _ = secure
    with pytest.raises((ipyrpc.ConnectError, ipyrpc.ProtocolError)):
        ipyrpc.connect(url.replace("https", "http"), connect_timeout=5)
