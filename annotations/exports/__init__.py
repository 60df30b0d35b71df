"""The formats of export, one a file. They do not know each other, except for the bundle of all."""

from annotations.domain.rendering import Format
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import (
    bundle,
    claimreview,
    csv,
    datapackage,
    evidence,
    html,
    markdown,
    ndjson,
    pdf,
    sources,
    webannotations,
    xlsx,
)

FORMATS: dict[str, Format] = {
    ExportFormat.CLAIMREVIEW: claimreview.FORMAT,
    ExportFormat.EVIDENCE: evidence.FORMAT,
    ExportFormat.NDJSON: ndjson.FORMAT,
    ExportFormat.CSV: csv.FORMAT,
    ExportFormat.EVIDENCE_CSV: csv.EVIDENCE_FORMAT,
    ExportFormat.XLSX: xlsx.FORMAT,
    ExportFormat.ANNOTATIONS: webannotations.FORMAT,
    ExportFormat.MARKDOWN: markdown.FORMAT,
    ExportFormat.HTML: html.FORMAT,
    ExportFormat.PDF: pdf.FORMAT,
    ExportFormat.CSL: sources.CSL_FORMAT,
    ExportFormat.BIBTEX: sources.BIBTEX_FORMAT,
    ExportFormat.DATAPACKAGE: datapackage.FORMAT,
}
FORMATS[ExportFormat.BUNDLE] = bundle.bundle_of(dict(FORMATS))
