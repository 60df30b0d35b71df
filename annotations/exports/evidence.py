"""The evidence companion of a ClaimReview: what schema.org has no words for.

Stance, passage, grade, agreement and reasons stand here, in a JSON-LD vocabulary of its own, so that the
ClaimReview stays valid everywhere. Both name each other: the review leads here by `subjectOf`, and here
`review` is its `@id`. A claim, a link, a source and a stored copy have the addresses that they have
everywhere else in the service. Of a protected source only the stance and the points are told.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotations.domain.claimreview import Told, check_address, companion_address, language_of, told_of
from annotations.domain.rendering import Format, LeftOut, Publication

CONTEXT_PATH = "/contexts/evidence.jsonld"
MEDIA_TYPE = "application/ld+json"

Part = Mapping[str, Any]
_JUDGEMENTS = ("proximity", "coverage", "credibility", "sourcing", "points", "counted", "reason")


def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """One graph of companions, each on a line."""
    yield f'{{"@context": {json.dumps(publication.address + CONTEXT_PATH)}, "@graph": ['.encode()
    separator = "\n"
    for document in documents:
        companion = companion_of(json.loads(document), publication)
        del companion["@context"]
        yield f"{separator}{_json(companion)}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def companion_of(claim: Part, publication: Publication) -> dict[str, Any]:
    """The companion of one claim: of what readers are told, else of how the claim stands."""
    told, address = told_of(claim), publication.address
    assessment = _assessment(claim, address)
    return {
        "@context": f"{address}{CONTEXT_PATH}",
        "@id": companion_address(claim["id"], address),
        "@type": "EvidenceRecord",
        "review": f"{check_address(claim['id'], address)}#review",
        "about": {
            "@id": f"{address}{claim['path']}",
            "@type": "Claim",
            "text": told.text if told else claim["text"],
            "inLanguage": language_of(claim),
        },
        "status": _status(claim, told),
        **({"override": _override(claim, told)} if _override(claim, told) else {}),
        **({"assessment": assessment} if assessment else {}),
        "agreement": _agreement(claim),
        "evidence": [_link(link, address) for link in (told.links if told else claim["evidence"])],
    }


def _status(claim: Part, told: Told | None) -> dict[str, Any]:
    """What was computed, signed and overridden, each where it is so."""
    if told is None:
        return _present({"@type": "Status", **claim["status"]})
    status = told.status
    return _present(
        {
            "@type": "Status",
            "computed": status.computed.value,
            "signed": status.signed.value if status.signed else None,
            "overridden": status.overridden.value if status.overridden else None,
            "effective": status.status.value,
            "reason": told.reason,
            "publishedAt": told.last_at if told.number else None,
        }
    )


def _override(claim: Part, told: Told | None) -> dict[str, Any]:
    override = claim.get("override") or {}
    if told is None or told.expires_at is None or not override:
        return {}
    return {
        "@type": "Override",
        "reasonCode": override["reason_code"],
        "text": override["text"],
        "expiresAt": override["expires_at"],
    }


def _agreement(claim: Part) -> dict[str, Any]:
    """How many people signed, and how many of them the status that most of them came to."""
    statuses = [verdict["status"] for verdict in claim["verdicts"]]
    agreeing = max((statuses.count(status) for status in statuses), default=0)
    return {"@type": "Agreement", "signatures": len(statuses), "agreeing": agreeing}


def _assessment(claim: Part, address: str) -> dict[str, Any]:
    """What was computed; none where the last publication rests on another assessment than the present one."""
    assessment, published = claim.get("assessment"), claim.get("publication") or {}
    if not assessment or published.get("assessment", assessment.get("id")) != assessment.get("id"):
        return {}
    return _present(
        {
            "@type": "Assessment",
            "certainty": assessment.get("certainty"),
            "support": assessment.get("support"),
            "opposition": assessment.get("opposition"),
            "supportingOrigins": assessment.get("supporting_origins"),
            "opposingOrigins": assessment.get("opposing_origins"),
            "policyVersion": assessment.get("policy_version"),
            "fingerprint": assessment.get("fingerprint"),
            "computedAt": assessment.get("computed_at"),
            "reasons": [_reason(reason, address) for reason in assessment.get("reasons", ())],
        }
    )


def _reason(reason: Part, address: str) -> dict[str, Any]:
    links = [_address_of_link(link, address) for link in reason["links"]]
    return {"@type": "Reason", "code": reason["code"], **({"links": links} if links else {})}


def _link(link: Part, address: str) -> dict[str, Any]:
    described = {
        "@id": _address_of_link(link["id"], address),
        "@type": "Evidence",
        "stance": link["stance"],
        "attachedAt": link["attached_at"],
        "isProtected": link["protected"],
        **{name: link.get(name) for name in _JUDGEMENTS},
    }
    return _present(described if link["protected"] else {**described, **_passage(link, address)})


def _passage(link: Part, address: str) -> dict[str, Any]:
    capture = link["capture"]
    return {
        "passage": link["passage"],
        "passageCheck": link["passage_check"],
        "source": _source(link["source"], address),
        "capture": _present(
            {
                "@id": f"{address}/captures/{capture['id']}/",
                "@type": "Capture",
                "sha256": capture["sha256"],
                "capturedAt": capture["captured_at"],
                "origin": capture["origin"],
                "isSummary": capture["summary"],
            }
        ),
    }


def _source(source: Part, address: str) -> dict[str, Any]:
    publisher = source["publisher"]
    return _present(
        {
            "@id": f"{address}/sources/{source['id']}/",
            "@type": "Source",
            "name": source["title"],
            "url": source["url"] or None,
            "archivedAt": source.get("archived") or None,
            "datePublished": source["published_on"],
            "state": source["state"],
            "publisher": _present(
                {
                    "@id": f"{address}/publishers/{publisher['id']}/",
                    "@type": "Publisher",
                    "name": publisher["name"],
                    "kind": publisher["kind"],
                    "grade": publisher["grade"],
                }
            ),
        }
    )


def _address_of_link(link_id: int, address: str) -> str:
    return f"{address}/annotations/evidence-{link_id}"


def _present(values: Part) -> dict[str, Any]:
    """Without what is not known: JSON-LD has no words for nothing."""
    return {name: value for name, value in values.items() if value is not None}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


FORMAT = Format(media_type=MEDIA_TYPE, suffix=".evidence.jsonld", render=render)
