"""XLSX files in one pass: one sheet, every text in its cell as text, so that nothing is ever run as a formula."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import BinaryIO, Protocol
from xml.sax.saxutils import escape

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CELL_LETTERS_MAX = 32_767
ROWS_MAX = 1_048_576
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOTS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)
SHEETS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    f' xmlns:r="{_OFFICE}"><sheets><sheet name="Xenia" sheetId="1" r:id="r1"/></sheets></workbook>'
)
SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


class Writes(Protocol):
    """Anything that takes bytes in order."""

    def write(self, data: bytes, /) -> int: ...


class _Stream:
    """What `zipfile` asks of a file that cannot be wound back."""

    def __init__(self, out: Writes) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        return self._out.write(bytes(data))

    def flush(self) -> None:
        return None

    def close(self) -> None:
        return None


def write_workbook(rows: Iterable[Sequence[str | int | Decimal | None]], out: Writes | BinaryIO, *, mark: str) -> int:
    """Writes the rows (the header is the first of them) and returns how many; `mark` stands in the file's properties and, where the sheet
    is printed, at the foot of each page. Texts longer than a cell may be are cut."""
    count = 0
    with zipfile.ZipFile(_Stream(out), "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in (("[Content_Types].xml", TYPES), ("_rels/.rels", ROOTS), ("xl/_rels/workbook.xml.rels", SHEETS)):
            book.writestr(name, content)
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("docProps/core.xml", _properties(mark))
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(SHEET_HEAD.encode())
            for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
                sheet.write(f"<row>{''.join(_cell(cell) for cell in row)}</row>".encode())
            foot = escape(_clean(mark).replace("&", "&&")[:250])  # in headers and footers & begins a code
            sheet.write(f"</sheetData><headerFooter><oddFooter>&amp;C{foot}</oddFooter></headerFooter></worksheet>".encode())
    return count


def _cell(cell: str | int | Decimal | None) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int | Decimal):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(_clean(cell)[:CELL_LETTERS_MAX])}</t></is></c>'


def _clean(text: str) -> str:
    return NOT_XML.sub("�", text)


def _properties(mark: str) -> str:
    shown = escape(_clean(mark))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"<dc:creator>Xenia</dc:creator><dc:description>{shown}</dc:description></cp:coreProperties>"
    )
