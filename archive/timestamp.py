"""Has the head of the hash chain stamped by an authority (RFC 3161), and checks tokens without a network."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from asn1crypto import algos, cms, tsp
from asn1crypto.core import Sequence, SetOf
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from archive.chain import Entry
from archive.errors import GongkaiError
from archive.tokens import FOLDER, Token
from archive.warc import cannot_store, warc_date

TIMEOUT = 60.0
"""Seconds an authority has to answer."""
LARGEST = 1 << 20
"""Bytes of an answer: a token has some thousand."""


class BadToken(Exception):
    """What an authority answered is no token for what was asked; says why, in words that follow a colon."""


@dataclass(frozen=True)
class Told:
    """What a token says: when (UTC), by whom, and whether the certificate was led back to a root."""

    time: str
    authority: str
    rooted: bool


def stamp(data: Path, entry: Entry, authority: str, roots: Collection[x509.Certificate] = ()) -> Told:
    """Have an entry stamped, and keep the token. Raises GongkaiError; nothing is then kept."""
    if urlsplit(authority).scheme not in ("http", "https"):
        raise GongkaiError(f"{authority!r} is no http or https address of a timestamp authority")
    request = (
        TimestampRequestBuilder()
        .data(entry.text.encode())
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
        .as_bytes()
    )
    answer = _post(authority, request)
    try:
        told = read(answer, entry, request, roots)
    except BadToken as error:
        raise GongkaiError(
            f"{authority}: its answer is no token for entry {entry.n}: {error}; nothing was kept"
        ) from error
    _keep(Token(data / FOLDER, entry.n), request, answer)
    return told


def read(answer: bytes, entry: Entry, request: bytes, roots: Collection[x509.Certificate] = ()) -> Told:
    """What a token says, once it is checked: it is granted, for this entry, with the nonce of the request,
    and its signature fits the certificate in it, which is led back to a root where some are given.

    Raises `BadToken`.
    """
    try:
        return _read(answer, entry, request, roots)
    except InvalidSignature as error:
        raise BadToken("its signature does not fit what is signed") from error
    except (ValueError, TypeError, KeyError, AttributeError, VerificationError) as error:
        raise BadToken(f"it cannot be read or does not hold ({_in_words(error)})") from error


def _read(answer: bytes, entry: Entry, request: bytes, roots: Collection[x509.Certificate]) -> Told:
    status = tsp.PKIStatusInfo.load(Sequence.load(answer, strict=True)[0].dump())
    if status["status"].native != "granted":
        raise BadToken(f"it was not granted: {_refusal(status)}")
    raw = _in_order(answer)
    response, asked = decode_timestamp_response(raw), tsp.TimeStampReq.load(request, strict=True)
    told, nonce = response.tst_info, asked["nonce"].native
    imprints = (told.message_imprint.message, asked["message_imprint"]["hashed_message"].native)
    for imprint in imprints:
        if f"sha256:{imprint.hex()}" != entry.hash:
            raise BadToken(f"it is for sha256:{imprint.hex()}, not for {entry.hash}")
    if told.nonce != nonce:
        raise BadToken(f"its nonce is {told.nonce}, not {nonce} as in the request")
    signer = _signer(tsp.TimeStampResp.load(raw)["time_stamp_token"]["content"])
    if roots:
        VerifierBuilder(roots=list(roots), nonce=nonce).build().verify(response, imprints[0])
    return Told(warc_date(told.gen_time), signer.subject.rfc4514_string(), bool(roots))


def roots_in(path: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises GongkaiError."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise GongkaiError(f"cannot read {path}: {error.strerror}; check the path") from error
    except ValueError as error:
        raise GongkaiError(f"{path} holds no certificates in PEM ({error})") from error


def _in_order(answer: bytes) -> bytes:
    """The answer with its certificates, which are not signed, in the order that DER wants of a set.

    `openssl ts` leaves them as they were given, and rfc3161-client refuses that.
    """
    certificates = tsp.TimeStampResp.load(answer, strict=True)["time_stamp_token"]["content"]["certificates"]
    if not certificates:
        return answer
    return answer.replace(certificates.contents, b"".join(sorted(each.dump() for each in certificates)))


def _signer(signed: cms.SignedData) -> x509.Certificate:
    """The certificate whose key signed a token, once the signature is checked (RFC 5652 §5.4, RFC 5816).

    Raises ValueError and InvalidSignature.
    """
    (info,) = signed["signer_infos"]
    attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    content = signed["encap_content_info"]["content"].contents
    named = _hash_called(info["digest_algorithm"]["algorithm"].native)
    if attributes["message_digest"][0].native != _digest(named, content):
        raise ValueError("what is signed is not what is in it")
    certificate = _certificate(signed, attributes)
    signature, over = info["signature"].native, info["signed_attrs"].untag().dump()
    key, by = certificate.public_key(), info["signature_algorithm"]
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, over, _padding(by, named), named)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, over, ec.ECDSA(named))
    else:
        raise ValueError("it is made with a kind of key that is not known here")
    return certificate


def _certificate(signed: cms.SignedData, attributes: dict[str, SetOf]) -> x509.Certificate:
    """The certificate in a token that its signed attributes name by its digest."""
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"][0]["certs"][0]
        kind = _hash_called(named["hash_algorithm"]["algorithm"].native)
    elif "signing_certificate" in attributes:
        named, kind = attributes["signing_certificate"][0]["certs"][0], hashes.SHA1()
    else:
        raise ValueError("it does not say which certificate signed it")
    for each in signed["certificates"] or ():
        if _digest(kind, each.dump()) == named["cert_hash"].native:
            return x509.load_der_x509_certificate(each.dump())
    raise ValueError("the certificate that signed it is not in it")


def _hash_called(name: str) -> hashes.HashAlgorithm:
    """A hash of the SHA-2 family, as ASN.1 names it. Raises ValueError."""
    known: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
    }
    if name not in known:
        raise ValueError(f"{name} is not a hash that is taken here")
    return known[name]()


def _digest(kind: hashes.HashAlgorithm, content: bytes) -> bytes:
    total = hashes.Hash(kind)
    total.update(content)
    return total.finalize()


def _padding(by: algos.SignedDigestAlgorithm, named: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if by["algorithm"].native != "rsassa_pss":
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(named), by["parameters"]["salt_length"].native)


def _post(authority: str, request: bytes) -> bytes:
    """Ask by HTTP (RFC 3161 §3.4). Raises GongkaiError."""
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        with urlopen(Request(authority, request, headers), timeout=TIMEOUT) as response:
            answer: bytes = response.read(LARGEST + 1)
    except HTTPError as error:
        error.close()
        raise GongkaiError(f"{authority} answered {error.code} {error.reason}: no token was had") from error
    except (URLError, OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        raise GongkaiError(f"{authority} cannot be asked ({why}); try again later") from error
    if len(answer) > LARGEST:
        raise GongkaiError(f"{authority} answered with more than {LARGEST} bytes: that is no token")
    return answer


def _keep(token: Token, request: bytes, answer: bytes) -> None:
    """Write the files; the answer, which makes it a token, last."""
    sums = "".join(
        f"{sha256(content).hexdigest()}  {path.name}\n"
        for path, content in ((token.request, request), (token.answer, answer))
    )
    files = ((token.request, request), (token.sums, sums.encode()), (token.answer, answer))
    try:
        token.folder.mkdir(exist_ok=True)
        for path, content in files:
            part = path.with_name(f".{path.name}")
            with part.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.replace(part, path)
    except OSError as error:
        raise cannot_store(token.folder, error) from error


def _refusal(status: tsp.PKIStatusInfo) -> str:
    """Why an authority gives no token, in its words where it has some."""
    words = (status["status"].native, *(status["status_string"].native or ()), status["fail_info"].native)
    return ", ".join(" ".join(map(str, word)) if isinstance(word, set) else word for word in words if word)


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
