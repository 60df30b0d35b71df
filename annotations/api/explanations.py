"""Rules that programs meet most often, in words; `type` of a problem document points here."""

from collections.abc import Mapping

RULE_OF_STATUS: Mapping[int, str] = {
    400: "invalid",
    401: "sign-in-needed",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "media-type-unsupported",
    429: "too-many-requests",
    500: "server-error",
    503: "unavailable",
}
"""What goes by no rule of its own goes by its status."""

EXPLANATION_OF_OTHERS = (
    "The present state, or what was sent, breaks this rule. The problem's `detail` says what happened "
    "and what to do; `field` and `errors` name the inputs it concerns."
)
EXPLANATIONS: Mapping[str, str] = {
    "assessment-outdated": (
        "A verdict is signed under the assessment that holds now. Read the claim, look, sign again."
    ),
    "cannot-be-undone": (
        "This step has no inverse; `detail` says why, and how to go on. What followed from it is changed "
        "where it stands."
    ),
    "newer-first": (
        "Something newer happened to the same thing and still stands. Take that back first: `event` is its "
        "id."
    ),
    "undone-already": "This step was taken back already, or everything is as it was before it.",
    "batch-refused": (
        "A batch is all or nothing. `errors` lists each refused row by its number, counted from 0."
    ),
    "annotation-deleted": (
        "An annotation with this id was here and was deleted. Sent without its id it begins anew."
    ),
    "annotation-is-ours": "Its id is an address of this service: it was fetched from here, and is here.",
    "annotation-differs": (
        "An annotation with this id is here and says something else. Nothing was taken over: replace it with "
        "PUT at its address, whose last part is `name`."
    ),
    "closed-desk-keeps-to-itself": (
        "What a closed desk owns is used by what the same desk owns; `details` names what stands in the way."
    ),
    "contains-claims-of-closed-desks": (
        "The file holds claims of a desk that is closed to you. An export of your own leaves them out."
    ),
    "contains-sealed-claims": (
        "The file may hold a claim of which you are reading a passage blind. Answer first, then fetch it."
    ),
    "last-editor": "A closed desk keeps an editor, who may let others in.",
    "open-work": "Say with `hand_to_id` who takes over the open work, or finish it first.",
    "csrf-failed": (
        "A browser session has to send the page's CSRF token in the header X-CSRFToken. Tokens need none."
    ),
    "cursor-invalid": "A cursor is taken unchanged from `next` or `previous`. Begin without one.",
    "document-needed": "A document comes in exactly one way: `text` with its `format`, `file`, or `fetch`.",
    "export-not-done": (
        "The file of an export is there once its state is `done`. Watch the export; see Retry-After."
    ),
    "merged-away": (
        "The row was found to be one with another, whose `id` is given. Use that one; what was merged is "
        "neither changed nor named any more."
    ),
    "not-a-third-person": (
        "A dispute is settled by somebody who has not read the passage and had no hand in the link."
    ),
    "not-blind": (
        "A second look is by somebody who had no hand in the link or the claim and has not seen them since "
        "the link was judged."
    ),
    "second-look-open": (
        "The rules ask for a second reading of a passage that counts here. Sign once it is answered."
    ),
    "stance-disputed": (
        "Two people read a passage differently. A third one settles it; until then the link counts for "
        "nothing, is not judged anew, and its claim is not signed."
    ),
    "protected": (
        "What stands in the row of a protected source is read by everybody. Who it is belongs into its "
        "identity."
    ),
    "unknown-filter": (
        "A list refuses filters it does not have, so that a typing error never returns everything."
    ),
    "foreign-target": (
        "An annotation is about an article that is here: its target names the article's address. "
        "Import the article first, or name the article it is meant for."
    ),
    "gone": "It was here and was taken away. Its address is not used again.",
    "four-eyes": "Whoever added or last changed evidence that counts may not sign the verdict.",
    "idempotency-key-reused": (
        "An idempotency key stands for one request. Choose a new key for a new request."
    ),
    "invalid": "Inputs are missing, malformed or out of range; `errors` names each.",
    "media-type-unsupported": "Bodies are application/json; documents may also come as multipart/form-data.",
    "method-not-allowed": "This address does not know the method; the header Allow lists those it knows.",
    "assignee-without-access": "Work is given to those who review where it belongs. Choose somebody else.",
    "mention-without-access": (
        "Somebody who is named may not see what the comment is on. Leave the name out, or send "
        "`without_telling`. `people` lists who it is."
    ),
    "taken-already": "Somebody else works on it. Ask them, or have an editor give it to you as well.",
    "not-found": "There is no such thing, or none that you may know of.",
    "passage-not-in-capture": "The words of a passage have to stand in the captured text.",
    "person-inactive": "The person whom the token acts for may no longer sign in.",
    "precondition-required": (
        "A change says which version it was made on: If-Match with the ETag that was read."
    ),
    "reference-unknown": "Something that was named by its id is not there.",
    "scope-missing": "The token lacks the scope in `scope`. Scopes are read, write and export.",
    "sign-in-needed": (
        "Send a token as `Authorization: Bearer wb_…`, or use the session of a signed-in browser."
    ),
    "stale": "Somebody edited it since it was read. `current` holds it as it is now, `etag` its tag.",
    "token-expired": "The token's time is over. An administrator, or you yourself, can issue another.",
    "token-revoked": "The token was ended for good. An administrator, or you yourself, can issue another.",
    "token-unknown": "No token has these characters. Check that all of it was copied.",
    "too-deep": "The JSON is nested more deeply than can be read. Send a flatter one.",
    "too-large": "The body, or the document in it, is longer than `limit` bytes.",
    "too-many-requests": "Wait as many seconds as Retry-After says.",
    "unavailable": "The database, or a site that had to be read, does not answer. Try again in a moment.",
    "unreadable": "The body is not what its media type says, for example not JSON.",
    "words-differ": "A highlight stands on exact words. `found` holds what the revision says at that place.",
    "archive-answer-unknown": ("The public web archive answered in a way that is not known."),
    "archive-busy": ("The public web archive takes no more questions at present. Try again later."),
    "archive-damaged": ("The file is an archive that cannot be unpacked."),
    "archive-off": ("This installation does not ask the public web archive."),
    "archive-refuses": ("The public web archive does not keep copies of this address."),
    "archive-unreachable": ("The public web archive does not answer. Try again later."),
    "file-storage-unavailable": ("Files cannot be stored or read at present. Try again in a moment."),
    "override-needs-a-lead": ("Evidence that nobody else may see is vouched for by an editor."),
    "redirect-refused": ("The address leads to one that is not read, for example in the private network."),
    "stored-file-missing": ("The record is there, and its file is not any more."),
    "tags-unusable": ("A tag is empty, too long, or holds what a tag cannot."),
    "weak-password": ("The password is too short, too common, or too close to the name."),
    "cursor-of-another-filter": (
        "A cursor goes with the list and the filters it was made for. Begin without one."
    ),
    "unknown-field": ("`fields` names members of the answer, which `known` lists."),
    "token-reaches-too-far": (
        "A token issued by a program has no more scopes, no later end and no more requests than the one it "
        "was issued with."
    ),
    "conflict": ("The present state does not admit it; `detail` says why."),
    "not-allowed": ("The role, or something about this object, does not admit it."),
    "refused": ("It was refused; `detail` says why."),
    "not-acceptable": ("Answers are application/json; ask for that, or for anything."),
    "server-error": ("Something went wrong here and was logged. Trying again may help."),
    "page-size-invalid": ("`page_size` is a whole number from 1 to the largest page."),
    "out-of-range": ("A value is longer or larger than can be stored."),
}
