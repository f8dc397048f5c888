"""The records and their controlled words: the models that everything else is generated from or checked against."""

from __future__ import annotations

from typing import Any

from factsheet import digests
from factsheet.records.claim import Appearance, AppearanceSource, Claim, Claimant, EvidenceLink, Related, Reply
from factsheet.records.evidence import Evidence, SourceQuote
from factsheet.records.fields import (
    AddressOrEmpty,
    ClaimId,
    ClaimPrefix,
    CollectionForm,
    Count,
    Day,
    EntryForm,
    EvidenceId,
    Fact,
    Identifier,
    Language,
    Line,
    LineOrEmpty,
    Model,
    PartialDate,
    Prose,
    SheetId,
    SiteAddress,
    Span,
    WebAddress,
)
from factsheet.records.shared import Change, Person, Quotation, TranslatedText, Translation, Verification
from factsheet.records.terms import (
    ChangeLevel,
    ClaimStatus,
    Course,
    EvidenceType,
    Form,
    Nup,
    Paper,
    PartyRelation,
    Rating,
    RelatedAs,
    Relation,
    Sensitivity,
    SourceLevel,
    Standing,
    Technique,
    Term,
    VerificationLevel,
)


def plain(record: Model) -> dict[str, Any]:
    """Take a record and return it as plain data, without the fields that were left out."""
    return record.model_dump(mode="json", exclude_defaults=True)


def digest(record: Model) -> str:
    """Take a record and return the short digest of its content, as it stands in `seen` and `of`."""
    return digests.short(digests.of_data(plain(record)))


__all__ = [
    "AddressOrEmpty",
    "Appearance",
    "AppearanceSource",
    "Change",
    "ChangeLevel",
    "Claim",
    "ClaimId",
    "ClaimPrefix",
    "ClaimStatus",
    "Claimant",
    "CollectionForm",
    "Count",
    "Course",
    "Day",
    "EntryForm",
    "Evidence",
    "EvidenceId",
    "EvidenceLink",
    "EvidenceType",
    "Fact",
    "Form",
    "Identifier",
    "Language",
    "Line",
    "LineOrEmpty",
    "Model",
    "Nup",
    "Paper",
    "PartialDate",
    "PartyRelation",
    "Person",
    "Prose",
    "Quotation",
    "Rating",
    "Related",
    "RelatedAs",
    "Relation",
    "Reply",
    "Sensitivity",
    "SheetId",
    "SiteAddress",
    "SourceLevel",
    "SourceQuote",
    "Span",
    "Standing",
    "Technique",
    "Term",
    "TranslatedText",
    "Translation",
    "Verification",
    "VerificationLevel",
    "WebAddress",
    "digest",
    "plain",
]
