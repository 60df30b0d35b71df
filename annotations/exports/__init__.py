"""The formats of export, one a file. They do not know each other."""

from annotations.domain.rendering import Format
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import claimreview, csv, ndjson

FORMATS: dict[str, Format] = {
    ExportFormat.CLAIMREVIEW: claimreview.FORMAT,
    ExportFormat.NDJSON: ndjson.FORMAT,
    ExportFormat.CSV: csv.FORMAT,
}
