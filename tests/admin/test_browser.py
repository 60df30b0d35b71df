"""The administrators' site in a real browser: its scripts work under the content security policy."""

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.models import Source
from tests.factories import a_publisher, the_administrator
from tests.services.live import LiveWorkbench


def test_a_publisher_is_found_by_typing_and_nothing_offends_the_policy(
    live_workbench: LiveWorkbench, page: Page, client: Client
) -> None:
    a_publisher(name="Evening Echo")
    herald = a_publisher(name="Harbour Herald")
    client.force_login(the_administrator(), backend="annotations.queries.sessions.PersonBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_workbench.address}])  # type: ignore[typeddict-item]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(reverse("admin:annotations_source_add"))
    page.get_by_role("combobox").first.click()
    page.locator(".select2-search__field").fill("herald")
    page.get_by_role("option", name="Harbour Herald").click()
    page.get_by_label("Title").fill("Harbour closed")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    page.get_by_role("link", name="Harbour closed").first.click()
    page.get_by_role("link", name="Change state").click()
    expect(page.get_by_role("heading", name="What this touches")).to_be_visible()

    assert complaints == []
    assert list(Source.objects.values_list("title", "publisher")) == [("Harbour closed", herald.pk)]
