"""What the cells of the register's files say."""

import pytest

from annotations.domain.register_columns import said_by


@pytest.mark.parametrize(("noun", "column"), [("sources", "url"), ("publishers", "homepage")])
def test_a_password_is_taken_out_of_an_address_and_said(noun: str, column: str) -> None:
    said = said_by(noun, {column: "https://anna:secret@post.example/a"})
    assert (said.values, said.remarks) == (
        {column: "https://post.example/a"},
        ("The user name and password were taken out of the address.",),
    )
    plain = said_by(noun, {column: "https://post.example/a"})
    assert (plain.values, plain.remarks) == ({column: "https://post.example/a"}, ())
    assert said_by(noun, {}).values == {}
