"""The tables of the rule as a form: a field for every number and every default grade."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from annotations.domain.verification import Interest
from annotations.domain.verification.policy_tables import NUMBER_LIMIT
from annotations.domain.vocabulary import Coverage, Credibility, Grade, Proximity, PublisherKind, Risk

NUMBERS: Mapping[str, Any] = {
    "bar": _("Points a verdict needs"),
    "floor": _("Points from which a link counts"),
    "prior_mass": _("Prior mass of the band"),
}
GRADES: Mapping[str, Any] = {
    "admission_grade": _("Least grade of a party that admits something"),
    "anonymous_grade": _("Grade of an unnamed origin somebody vouches for"),
}
INTERESTS: Mapping[str, Any] = {
    Interest.NONE: _("No interest"),
    Interest.AGAINST: _("Against its own interest"),
    Interest.NEUTRAL: _("Neutral"),
    Interest.SELF_SERVING: _("In its own favour"),
    Interest.UNKNOWN: _("Not recorded"),
}
LETTERS = [(grade, grade) for grade in Grade.values]
TABLES: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "grade_points": (_("Points of a grade"), dict(LETTERS)),
    "proximity_percent": (_("Percent by nearness"), dict(Proximity.choices)),
    "credibility_percent": (_("Percent by credibility"), dict(Credibility.choices)),
    "coverage_percent": (_("Percent by coverage"), dict(Coverage.choices)),
    "interest_percent": (_("Percent by interest"), INTERESTS),
    "origins_required": (_("Independent origins a verdict needs"), dict(Risk.choices)),
}
KINDS = "default_grades"


class PolicyForm(forms.Form):
    """A proposed policy, from the one in force: a number for every row of every table."""

    version = forms.CharField(
        label=_("Version"),
        max_length=20,
        help_text=_("Higher than the one in force. A new first number ends every signature."),
    )
    reason = forms.CharField(
        label=_("What the change is for"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, in_force: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_force = in_force
        for name, label in NUMBERS.items():
            self.fields[name] = _number(label, in_force[name])
        for table, (_title, rows) in TABLES.items():
            for row, value in in_force[table].items():
                self.fields[f"{table}-{row}"] = _number(rows.get(row, row), value)
        for name, label in GRADES.items():
            self.fields[name] = _grade(label, in_force[name])
        for kind, label in PublisherKind.choices:
            self.fields[f"{KINDS}-{kind}"] = _grade(label, in_force[KINDS].get(kind, Grade.F.value))

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """The fields of the tables under their titles."""
        yield _("Thresholds"), [self[name] for name in NUMBERS]
        for table, (title, _rows) in TABLES.items():
            yield title, [self[f"{table}-{row}"] for row in self._in_force[table]]
        yield (
            _("Grades of who was never graded, by kind"),
            [
                *(self[f"{KINDS}-{kind}"] for kind in PublisherKind.values),
                *(self[name] for name in GRADES),
            ],
        )

    def tables(self) -> dict[str, Any]:
        """Every table as the form was filled in; a kind without a grade is ungraded, as in force."""
        values = self.cleaned_data
        known = self._in_force[KINDS]
        kinds = {kind: values[f"{KINDS}-{kind}"] for kind in PublisherKind.values}
        return {
            **{name: values[name] for name in (*NUMBERS, *GRADES)},
            **{table: {row: values[f"{table}-{row}"] for row in self._in_force[table]} for table in TABLES},
            KINDS: {kind: grade for kind, grade in kinds.items() if kind in known or grade != Grade.F},
        }


def values_of(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a policy as the values of the form's fields; a kind without a grade is ungraded."""
    kinds = {f"{KINDS}-{kind}": tables[KINDS].get(kind, Grade.F.value) for kind in PublisherKind.values}
    rows = {f"{table}-{row}": value for table in TABLES for row, value in tables[table].items()}
    return {name: tables[name] for name in (*NUMBERS, *GRADES)} | rows | kinds


def _number(label: Any, value: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=NUMBER_LIMIT, initial=value)


def _grade(label: Any, value: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=LETTERS, initial=value)
