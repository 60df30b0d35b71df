"""The formats of export, one a file. They do not know each other."""

from annotations.domain.rendering import Format
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import claimreview, csv, ndjson, webannotations

FORMATS: dict[str, Format] = {
    ExportFormat.CLAIMREVIEW: claimreview.FORMAT,
    ExportFormat.NDJSON: ndjson.FORMAT,
    ExportFormat.CSV: csv.FORMAT,
    ExportFormat.ANNOTATIONS: webannotations.FORMAT,
}
