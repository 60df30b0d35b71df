"""Small real PDFs for tests, written by hand: objects, a table of their places, a trailer."""

import zlib
from collections.abc import Sequence


def make_pdf(
    pages: Sequence[Sequence[str]], *, title: str = "", created: str = "", encrypted: bool = False
) -> bytes:
    """A PDF of Latin-1 text, one list of lines a page; an empty line leaves a gap, a leading tab indents."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{5 + 2 * number} 0 R' for number in range(len(pages)))}]"
        f" /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /CreationDate ({created}) >>",
    ]
    for number, lines in enumerate(pages):
        drawn = _drawn(lines)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    locked = f" /Encrypt {len(objects) + 1} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]" if encrypted else ""
    if encrypted:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>")
    return _written(objects, f"/Root 1 0 R /Info 4 0 R{locked}")


def make_bomb(lines: int) -> bytes:
    """A small PDF whose one page unpacks to that many lines, all but the first of them beside the page."""
    drawn = zlib.compress(b"BT /F1 11 Tf 72 740 Td " + b"(words and words) Tj 9 -9 Td " * lines + b"ET", 9)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        " /Contents 5 0 R >>",
        f"<< /Length {len(drawn)} /Filter /FlateDecode >>\nstream\n{drawn.decode('latin-1')}\nendstream",
    ]
    return _written(objects, "/Root 1 0 R", encoding="latin-1")


def _drawn(lines: Sequence[str]) -> str:
    shown = []
    for line in lines:
        words = line.strip("\t").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        indent = 20 if line.startswith("\t") else 0
        shown.append(f"{indent} 0 Td ({words}) Tj {-indent} -14 Td")
    return f"BT /F1 11 Tf 72 740 Td {' '.join(shown)} ET"


def _written(objects: Sequence[str], trailer: str, encoding: str = "cp1252") -> bytes:
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode(encoding)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    ending = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>\n"
    return content + f"{ending}startxref\n{len(content)}\n%%EOF".encode("cp1252")
