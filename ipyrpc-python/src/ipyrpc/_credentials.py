"""Credentials: requests signed with HMAC (§8)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from typing import Any, Dict, Mapping, Optional, Sequence
from urllib.parse import quote

from ._source import Buffer
from ._transport import Request, Signer

SCHEME = "IPYRPC-HMAC-SHA256"


def signed_text(
    audience: str, op: str, target: str, fields: Mapping[str, str], timestamp: int, nonce: str, digest: str
) -> str:
    """The eight lines that are signed."""
    pairs = [
        f"{quote(name, safe='-._~')}={quote(value, safe='-._~')}" for name, value in fields.items() if name != "secret"
    ]
    return "\n".join(
        [SCHEME, audience.lower(), op, target, "&".join(sorted(pairs)), str(timestamp), nonce, digest]
    )


def signature(secret: str, text: str) -> str:
    """The signature of such a text."""
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode("ascii")


def body_digest(body: Sequence[Buffer]) -> str:
    """SHA-256 of a body in hex."""
    digest = hashlib.sha256()
    for part in body:
        digest.update(part)
    return digest.hexdigest()


def signer(credentials: Any) -> Optional[Signer]:
    """What signs with ``(key id, secret)``; with None, with those in the environment, or nothing.

    Raises TypeError for anything else.
    """
    if credentials is None:
        key, secret = os.environ.get("IPYRPC_KEY"), os.environ.get("IPYRPC_SECRET")
        if not key or not secret:
            return None
        credentials = (key, secret)
    if callable(credentials):
        return credentials  # type: ignore[no-any-return]
    if not (isinstance(credentials, (tuple, list)) and len(credentials) == 2 and all(map(_is_text, credentials))):
        raise TypeError("credentials are (key id, secret), two texts")
    key, secret = credentials

    def sign(request: Request, audience: str) -> Dict[str, str]:
        digest, timestamp, nonce = body_digest(request.body), int(time.time()), os.urandom(16).hex()
        text = signed_text(audience, request.op, request.target, request.fields, timestamp, nonce, digest)
        members = {"key": key, "ts": str(timestamp), "nonce": nonce, "digest": digest}
        return {"scheme": SCHEME, **members, "sig": signature(secret, text)}

    return sign


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
