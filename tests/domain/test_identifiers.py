"""Identifiers of publications: one form each, and no mistyped one gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.identifiers import (
    checked_identifier,
    checked_identifiers,
    identifiers_in,
    in_lines,
    isbn13,
    recognised,
    resolver_address,
)


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("DOI", "10.1000/182", "10.1000/182"),
        ("doi", " 10.1000/ABC.Def ", "10.1000/abc.def"),
        ("doi", "https://doi.org/10.1002/(SICI)1097-4571", "10.1002/(sici)1097-4571"),
        ("doi", "http://dx.doi.org/10.1000%2F182", "10.1000/182"),
        ("doi", "doi:10.1000/50%25", "10.1000/50%"),
        ("doi", "10.1000/50%25", "10.1000/50%25"),
        ("isbn", "978-3-16-148410-0", "9783161484100"),
        ("isbn", "3-16-148410-X", "9783161484100"),
        ("isbn", "ISBN 0 306 40615 2", "9780306406157"),
        ("isbn", "urn:isbn:9780306406157", "9780306406157"),
        ("issn", "20493630", "2049-3630"),
        ("issn", "ISSN 0317-8471", "0317-8471"),
        ("issn", "1050-124x", "1050-124X"),
        ("arxiv", "arXiv:2101.00001v3", "2101.00001"),
        ("arxiv", "https://arxiv.org/pdf/2101.00001v3.pdf", "2101.00001"),
        ("arxiv", "math.GT/0309136", "math/0309136"),
        ("arxiv", "math/0309136v2", "math/0309136"),
        ("arxiv", "arXiv:2101.00001v3 [cs.CL]", "2101.00001"),
        ("arxiv", "arxiv.org/html/2101.00001v3?context=cs#S1", "2101.00001"),
        ("doi", "10.1000/182.", "10.1000/182"),
        ("doi", "(doi:10.1000/182).", "10.1000/182"),
        ("doi", "“https://doi.org/10.1000/182”,", "10.1000/182"),
        ("doi", "doi.org/10.1000/182?utm=1", "10.1000/182"),
        ("doi", "https://www.doi.org/10.1000/182/?a=b#top", "10.1000/182"),
        ("doi", "10.1000/182?utm_source=feed&x=1", "10.1000/182"),
        ("doi", f"https://doi.org/10.1000/182?a={'x' * 300}", "10.1000/182"),
        ("doi", "doi:https://doi.org/10.1000/182", "10.1000/182"),
        (
            "doi",
            "10.1002/(SICI)1097-4571(199901)50:1<1::AID-1>3.0.CO;2-X",
            "10.1002/(sici)1097-4571(199901)50:1<1::aid-1>3.0.co;2-x",
        ),
        ("isbn", "ISBN-13: 978‑3‑16‑148410‑0.", "9783161484100"),
        ("isbn", "ISBN-10: 0-306-40615-2 (pbk.)", "9780306406157"),
        ("pmid", "https://www.ncbi.nlm.nih.gov/pubmed/23193287?dopt=Abstract", "23193287"),
        ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3531190/#sec1", "PMC3531190"),
        ("pmid", "PMID: 23193287", "23193287"),
        ("pmcid", "3531190", "PMC3531190"),
        ("pmcid", "PMC3531190.2", "PMC3531190"),
        ("Symbol", "S/RES/822  (1993)", "S/RES/822 (1993)"),
    ],
)
def test_each_scheme_has_one_form(name: str, written: str, kept: str) -> None:
    assert checked_identifier(name, written) == (name.lower(), kept)


@pytest.mark.parametrize(
    ("name", "written", "rule"),
    [
        ("doi", "11.1000/182", "doi-unknown"),
        ("doi", "10.1/1", "doi-unknown"),
        ("doi", "10.1000/ 182", "doi-unknown"),
        ("doi", "https://doi.org/10.1000/%00", "doi-unknown"),
        ("doi", f"10.1000/{'x' * 200}", "invalid"),
        ("doi", "“”", "doi-unknown"),
        ("doi", "1" * 2_001, "invalid"),
        ("isbn", "978-3-16-148410-1", "isbn-check-digit"),
        ("isbn", "0-306-40615-3", "isbn-check-digit"),
        ("isbn", "9773161484100", "isbn-unknown"),
        ("isbn", "12345", "isbn-unknown"),
        ("issn", "2049-3631", "issn-check-digit"),
        ("issn", "2049-363", "issn-unknown"),
        ("arxiv", "21.1", "arxiv-unknown"),
        ("pmid", "0", "pmid-unknown"),
        ("pmcid", "PMC", "pmcid-unknown"),
        ("", "x", "invalid"),
        ("notice", "", "invalid"),
        ("notice", "x" * 200, "invalid"),
        ("1st", "x", "invalid"),
    ],
)
def test_what_is_mistyped_is_refused_by_a_name(name: str, written: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_identifier(name, written)
    assert (refused.value.rule, refused.value.field) == (rule, "identifiers")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://doi.org/10.1000/182", ("doi", "10.1000/182")),
        ("doi:10.1000/182", ("doi", "10.1000/182")),
        ("10.1000/182", ("doi", "10.1000/182")),
        ("ISBN 3-16-148410-X", ("isbn", "9783161484100")),
        ("978-3-16-148410-0", ("isbn", "9783161484100")),
        ("978-3-16-148410-1", None),
        ("ISBN-13: 978-3-16-148410-0", ("isbn", "9783161484100")),
        ("3-16-148410-X", ("isbn", "9783161484100")),
        ("0-306-40615-3", None),
        ("2024-03-31-1", None),
        ("(10.1000/182).", ("doi", "10.1000/182")),
        ("doi.org/10.1000/182?utm=1", ("doi", "10.1000/182")),
        ("math.GT/0309136v1", ("arxiv", "math/0309136")),
        ("hep-th/9901001", ("arxiv", "hep-th/9901001")),
        ("file/1234567", None),
        ("10.1000/" + "x" * 2_000, None),
        ("2101.00001v2", ("arxiv", "2101.00001")),
        ("https://arxiv.org/abs/2101.00001", ("arxiv", "2101.00001")),
        ("https://pubmed.ncbi.nlm.nih.gov/23193287/", ("pmid", "23193287")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3531190/", ("pmcid", "PMC3531190")),
        ("https://harbour.example/10.1000/182", None),
        ("1.2 metres", None),
        ("harbour log", None),
    ],
)
def test_what_leaves_no_doubt_is_recognised(text: str, found: tuple[str, str] | None) -> None:
    assert recognised(text) == found


def test_a_line_each_is_read_and_written_alike() -> None:
    written = "https://doi.org/10.1000/182\n\nisbn: 3-16-148410-X\r\nNotice: 2024/17\n"
    found = {"doi": "10.1000/182", "isbn": "9783161484100", "notice": "2024/17"}
    assert identifiers_in(written) == found
    assert in_lines(found) == "DOI: 10.1000/182\nISBN: 9783161484100\nnotice: 2024/17"
    assert identifiers_in(in_lines(found)) == found


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("something", "identifier-unclear"),
        ("DOI: 10.1000/182\nDOI: 10.1000/183", "identifier-twice"),
        ("ISBN: 978-3-16-148410-1", "isbn-check-digit"),
        ("\n".join(f"n{letter}: 1" for letter in "abcdefghijklmnopqrstu"), "invalid"),
    ],
)
def test_lines_that_cannot_be_meant_are_refused(written: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        identifiers_in(written)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("name", "value", "address"),
    [
        ("doi", "10.1002/(sici)1097-4571<1>", "https://doi.org/10.1002/(sici)1097-4571%3C1%3E"),
        ("arxiv", "2101.00001", "https://arxiv.org/abs/2101.00001"),
        ("notice", "2024/17", ""),
    ],
)
def test_a_scheme_leads_to_what_it_names(name: str, value: str, address: str) -> None:
    assert resolver_address(name, value) == address


@given(st.integers(0, 10**9 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_of_an_isbn_is_always_noticed(number: int, place: int, step: int) -> None:
    whole = isbn13(_isbn10(f"{number:09}"))
    assert whole[3:12] == f"{number:09}"
    wrong = f"{whole[:place]}{(int(whole[place]) + step) % 10}{whole[place + 1 :]}"
    with pytest.raises(Invalid):
        isbn13(wrong)


WRITTEN_AROUND = [("", ""), ("(", ")"), ("“", "”,"), ("<", ">"), ("", "."), ("[", "];"), (" ", " ")]
SPELLINGS = {
    "doi": [
        "{}", "doi:{}", "DOI: {}", "doi {}", "info:doi/{}", "https://doi.org/{}", "http://dx.doi.org/{}",
        "doi.org/{}", "https://doi.org/{}?utm=1", "https://doi.org/{}/#top",
    ],
    "arxiv": [
        "{}", "arXiv:{}", "{}v2", "arXiv:{}v13 [x.YZ]", "https://arxiv.org/abs/{}", "arxiv.org/pdf/{}v1.pdf",
        "https://export.arxiv.org/abs/{}v3?context=x",
    ],
    "pmid": ["{}", "PMID: {}", "https://pubmed.ncbi.nlm.nih.gov/{}/", "ncbi.nlm.nih.gov/pubmed/{}?x=y"],
}  # fmt: skip
VALUES = {
    "doi": st.from_regex(
        r"10\.[1-9][0-9]{3,5}/[a-z0-9]([a-z0-9._;()-]{0,12}[a-z0-9])?", fullmatch=True
    ).filter(lambda name: name.count("(") == name.count(")")),
    "arxiv": st.from_regex(r"[0-9]{4}\.[0-9]{4,5}|(math|cs|hep-th|q-bio)/[0-9]{7}", fullmatch=True),
    "pmid": st.from_regex(r"[1-9][0-9]{0,7}", fullmatch=True),
}


@given(st.data())
def test_however_an_identifier_is_written_it_is_the_same(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(sorted(SPELLINGS)))
    value = data.draw(VALUES[scheme])
    before, after = data.draw(st.sampled_from(WRITTEN_AROUND))
    written = value.upper() if scheme == "doi" and data.draw(st.booleans()) else value
    spelling = data.draw(st.sampled_from(SPELLINGS[scheme])).format(written)
    assert checked_identifier(scheme, f"{before}{spelling}{after}") == (scheme, value)
    if scheme != "pmid" or spelling != value:
        assert recognised(f"{before}{spelling}{after}") == (scheme, value)


@given(st.from_regex(r"[a-z]{2,8}/[0-9]{7}", fullmatch=True), st.from_regex(r"[A-Z]{2}", fullmatch=True))
def test_the_class_of_its_subject_is_no_part_of_an_old_number(number: str, subject: str) -> None:
    archive, digits = number.split("/")
    assert checked_identifier("arxiv", f"{archive}.{subject}/{digits}v2") == ("arxiv", number)


@given(st.integers(0, 10**9 - 1), st.sampled_from(["", "-", "‑", " ", "–"]), st.sampled_from(WRITTEN_AROUND))
def test_a_book_is_the_same_by_ten_and_by_thirteen_digits(
    number: int, dash: str, around: tuple[str, str]
) -> None:
    ten = _isbn10(f"{number:09}")
    thirteen = isbn13(ten)
    before, after = around
    for digits in (ten, thirteen, f"ISBN {ten}", f"ISBN-13: {thirteen}", f"urn:isbn:{thirteen}"):
        written = f"{digits[:-9]}{dash}{digits[-9:-4]}{dash}{digits[-4:-1]}{dash}{digits[-1]}"
        assert checked_identifier("isbn", f"{before}{written}{after}") == ("isbn", thirteen)


@given(
    st.dictionaries(
        st.sampled_from(["doi", "isbn", "issn", "arxiv", "pmid", "pmcid", "notice"]),
        st.one_of(
            st.text(max_size=40),
            st.text("10.1/av?&=utm%2E;()<>[]\"' ", max_size=30).map("10.1000/{}".format),
            st.text("10.1/av?#=%2E;()", max_size=30).map("https://doi.org/10.1000/{}".format),
        ),
    )
)
def test_checking_twice_is_checking_once(identifiers: dict[str, str]) -> None:
    try:
        checked = checked_identifiers(identifiers)
    except Invalid:
        return
    assert checked_identifiers(checked) == checked


def _isbn10(nine: str) -> str:
    rest = -sum(weight * int(digit) for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return f"{nine}{'X' if rest == 10 else rest}"
