"""The demonstration's systems as sources: which files each one sends, by which mapping they are read, and in which order.

Guest keys belong to a source, so whatever names people by member number (app behaviour, reviews on the own platform) comes in under the
booking engine, and what names them by hotel profile under the hotel system.
"""

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from xenia.connect.types.sources import LegalBasis, SourceKind, SourceSettings
from xenia.demo.writer import CompanyFiles
from xenia.kernel.texts import Text

MAPPINGS = Path(__file__).parent / "mappings"


@dataclass(frozen=True)
class FilePattern:
    """Files whose path within the company's folder matches `glob` are read by the mapping of the name."""

    glob: str
    mapping: str


@dataclass(frozen=True)
class DemoSource:
    """A system of the demonstration company; `files` stand in the order in which they are loaded."""

    code: str
    name: Text
    owner: str
    unit_code: str
    legal_basis: LegalBasis
    files: tuple[FilePattern, ...]
    time_zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    phone_region: str = "CN"

    def settings(self, language: str = "zh-CN") -> SourceSettings:
        """Returns what `connect.actions.sources.create_source` takes."""
        return SourceSettings(
            code=self.code,
            name=self.name.in_language(language),
            kind=SourceKind.FILE,
            unit_code=self.unit_code,
            owner=self.owner,
            time_zone=self.time_zone,
            currency=self.currency,
            phone_region=self.phone_region,
            legal_basis=self.legal_basis,
        )


SOURCES = (
    DemoSource(
        "booking_engine",
        Text("云行官网与 App", "Yunxing website and app"),
        "林悦",
        "group",
        LegalBasis.CONTRACT,
        (
            FilePattern("booking_engine/members.csv", "members"),
            FilePattern("booking_engine/travellers.csv", "travellers"),
            FilePattern("booking_engine/orders.csv", "orders"),
            FilePattern("booking_engine/orders_delta.csv", "orders"),
            FilePattern("booking_engine/payments.csv", "payments"),
            FilePattern("reviews/reviews.csv", "reviews"),
            FilePattern("app_events/events.jsonl.gz", "app_events"),
        ),
    ),
    DemoSource(
        "hotel_pms",
        Text("宾至酒店管理系统", "Binzhi hotel system"),
        "高远",
        "binzhi-hotels",
        LegalBasis.CONTRACT,
        (FilePattern("hotel_pms/reservations_*.csv", "reservations"), FilePattern("reviews/stay_reviews.csv", "stay_reviews")),
    ),
    DemoSource(
        "call_centre",
        Text("客服中心", "Call centre"),
        "林悦",
        "group",
        LegalBasis.CONTRACT,
        (FilePattern("call_centre/calls.csv", "calls"),),
    ),
    DemoSource(
        "corporate",
        Text("云行商旅平台", "Yunxing corporate travel"),
        "沈博",
        "yunxing-corporate",
        LegalBasis.HUMAN_RESOURCES,
        (FilePattern("corporate/travellers.csv", "corporate_travellers"), FilePattern("corporate/trips.csv", "corporate_trips")),
    ),
)


@cache
def load_mapping(name: str) -> dict[str, Any]:
    """Returns the mapping document of the name; raises FileNotFoundError for a name that is not one of ours."""
    document: dict[str, Any] = json.loads((MAPPINGS / f"{name}.json").read_text(encoding="utf-8"))
    return document


def files_of(source: DemoSource, company: CompanyFiles) -> list[tuple[Path, str]]:
    """Returns the source's files with the name of the mapping of each, in the order in which they are loaded; empty files are left out."""
    return [
        (company.folder / file.path, pattern.mapping)
        for pattern in source.files
        for file in sorted(company.files, key=lambda file: file.path)
        if file.rows and fnmatchcase(file.path, pattern.glob)
    ]
