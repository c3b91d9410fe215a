"""A person's data as a PDF that anyone can open and read, in Chinese or English. Pure: data in, bytes out.

Written with ReportLab in STSong-Light, a font every reader of PDF brings for Chinese: nothing is embedded and nothing is downloaded.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from xenia.kernel.texts import Text
from xenia.trust.types.rights import Section

FONT = "STSong-Light"
ROWS_MAX = 2_000
"""Of one section; a person with more reads on in data.json, and the page says so."""
INK, LINE, JADE = colors.HexColor("#1c2530"), colors.HexColor("#e5e2da"), colors.HexColor("#0f766e")
ZONE = ZoneInfo("Asia/Shanghai")
KIND_TITLES = {
    "know": Text("我们如何处理您的个人信息", "How we process your personal data"),
    "copy": Text("您的个人信息副本", "A copy of your personal data"),
    "port": Text("您的个人信息（可携带）", "Your personal data, to take along"),
    "explain": Text("对自动化决定的说明", "How a decision about you came about"),
}


@dataclass(frozen=True)
class Cover:
    """What stands at the head: the request's number and kind, when it was made, and the language of the page."""

    number: str
    kind: str
    made_at: datetime
    language: str


def render_pdf(cover: Cover, sections: list[Section]) -> bytes:
    """Returns the document; the same data gives the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    title = KIND_TITLES.get(cover.kind, KIND_TITLES["copy"]).in_language(cover.language)
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=title,
        author="Xenia 宾至",
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        invariant=1,
    )
    story = [*_head(cover, title), *(part for section in sections for part in _section(section, cover.language))]
    document.build(story, onFirstPage=_foot(cover), onLaterPages=_foot(cover))
    return out.getvalue()


def _style(size: int, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}", fontName=FONT, fontSize=size, leading=size * 1.5, textColor=more.pop("colour", INK), wordWrap="CJK", **more
    )


def _head(cover: Cover, title: str) -> list[Flowable]:
    at = cover.made_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    said = Text(
        f"编号 {cover.number}，制作于 {at}。此文件含个人信息，请妥善保管。",
        f"Number {cover.number}, made {at}. It holds personal data: keep it safe.",
    )
    return [
        Paragraph(escape(title), _style(18, colour=JADE)),
        Paragraph(escape(said.in_language(cover.language)), _style(9)),
        Spacer(1, 6 * mm),
    ]


def _section(section: Section, language: str) -> Iterator[Flowable]:
    yield Paragraph(escape(f"{section.title.in_language(language)}（{len(section.rows)}）"), _style(13, spaceBefore=8, spaceAfter=4))
    titles = [(code, title.in_language(language)) for code, title in section.columns]
    for place, row in enumerate(section.rows[:ROWS_MAX], start=1):
        cells = [
            [Paragraph(escape(title), _style(8)), Paragraph(_shown(row[code]), _style(9))]
            for code, title in titles
            if _is_said(row.get(code))
        ]
        if cells:
            yield _table(cells, place)
    if len(section.rows) > ROWS_MAX:
        more = Text(f"其余 {len(section.rows) - ROWS_MAX} 条见 data.json。", f"{len(section.rows) - ROWS_MAX} more are in data.json.")
        yield Paragraph(escape(more.in_language(language)), _style(9))


def _table(cells: list[list[Paragraph]], place: int) -> Table:
    table = Table(cells, colWidths=[42 * mm, 132 * mm], spaceAfter=6)
    lines = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, -1), (-1, -1), 0.6, LINE), ("TOPPADDING", (0, 0), (-1, -1), 1)]
    table.setStyle(TableStyle([*lines, ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))
    return table


def _is_said(value: Any) -> bool:
    return value not in (None, "", [], {})


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return escape(text[:3_000])


def _foot(cover: Cover) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(INK)
        canvas.drawString(18 * mm, 10 * mm, cover.number)
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, str(document.page))

    return draw
