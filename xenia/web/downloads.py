"""Files that the API makes on the way out."""

from collections.abc import Iterator
from itertools import chain

from django.http import StreamingHttpResponse


def csv_download(name: str, content: Iterator[bytes]) -> StreamingHttpResponse:
    """Streams a CSV file. The first piece is made before the answer begins, so that a refusal is an answer and not a broken file."""
    first = next(content, b"")
    response = StreamingHttpResponse(chain([first], content), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
