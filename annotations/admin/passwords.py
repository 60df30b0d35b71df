"""Changing one's own password."""

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm

from annotations.actions.people import change_own_password
from annotations.domain.errors import Refusal

FIELDS = {"old": "old_password", "new": "new_password1"}


class OwnPasswordForm(PasswordChangeForm):
    """Asks for the new password twice; whether it will do is the action's to say."""

    def clean(self) -> dict[str, Any]:
        """Performs the action as the last check, so that its refusal stands beside the field it concerns."""
        cleaned = super().clean() or {}
        if not self.errors:
            self._change(cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Nothing is left to save; the session continues with the new password."""
        self.user.refresh_from_db(fields=["password"])
        return self.user

    def _change(self, cleaned: dict[str, Any]) -> None:
        try:
            change_own_password(old=cleaned["old_password"], new=cleaned["new_password1"], actor=self.user)
        except Refusal as refusal:
            self.add_error(FIELDS.get(refusal.field or ""), refusal.message)
