"""What people say to each other about a claim, its evidence, or an article.

Beside what it is about (asked by htmx) the answer is the conversation alone, at first with who works on it;
without a script the same addresses lead back to the page.
"""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import require
from annotations.actions.comments import edit_comment, remove_comment, restore_comment, write_comment
from annotations.domain.errors import NotAllowed, NotFound, Refusal, Stale
from annotations.models import Article, Claim, Comment
from annotations.queries.articles import article_by_id
from annotations.queries.claims import claim_for
from annotations.queries.comments import comment_for, people_to_name
from annotations.web.forms.work import CommentForm
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast, with_toast
from annotations.web.work import names_address, work_context

REFUSED_NAMES = "mention-without-access"


@page
@require_http_methods(["GET", "HEAD", "POST"])
def claim_comments(request: PageRequest, claim_id: int) -> HttpResponse:
    """What is said about a claim, and saying something."""
    return _comments(request, claim_for(claim_id, request.user))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def article_comments(request: PageRequest, article_id: int) -> HttpResponse:
    """What is said about an article, and saying something."""
    return _comments(request, article_by_id(article_id))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, comment_id: int) -> HttpResponse:
    """Changing one's own words."""
    comment = comment_for(comment_id, request.user)
    require(request.user, "comment.edit", comment)
    form = CommentForm(request.POST or None, initial={"text": comment.text, "version": comment.version})
    status, names_refused, meanwhile = 200, False, None
    if is_taking(request.POST):
        form, meanwhile = _beside_present(request, comment)
    elif form.is_bound and form.is_valid():
        try:
            edit_comment(
                comment_id=comment_id,
                text=form.cleaned_data["text"],
                without_telling=form.cleaned_data["without_telling"],
                expected_version=form.cleaned_data["version"],
                actor=request.user,
            )
        except (NotAllowed, NotFound):
            raise
        except Stale as refusal:
            comment, status = comment_for(comment_id, request.user), status_of(refusal)
            form, meanwhile = _beside_present(request, comment)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status, names_refused = status_of(refusal), refusal.rule == REFUSED_NAMES
        else:
            toast(request, _("Saved."))
            return redirect(_place(comment))
    content = {
        "comment": comment,
        "form": form,
        "back": _place(comment),
        "names_refused": names_refused,
        "names_address": names_address(comment),
        "meanwhile": meanwhile,
        "seen": seen(form, sent=request.POST),
    }
    return render(request, "comments/edit.html", content, status=status)


def _beside_present(request: PageRequest, comment: Comment) -> tuple[CommentForm, Meanwhile]:
    values = {"text": comment.text, "version": comment.version}
    merged = beside_present(
        [(CommentForm(request.POST), CommentForm(initial=values))], request.POST, comment.version
    )
    return CommentForm(merged.sent, initial=values), merged


@page
@require_POST
def remove(request: PageRequest, comment_id: int) -> HttpResponse:
    """Takes a comment out of sight."""
    comment = remove_comment(comment_id=comment_id, actor=request.user)
    return _done(
        request, comment, _("The comment was removed."), reverse("comment-restore", args=[comment_id])
    )


@page
@require_POST
def restore(request: PageRequest, comment_id: int) -> HttpResponse:
    """Brings a comment back."""
    return _done(request, restore_comment(comment_id=comment_id, actor=request.user), _("It is back."), "")


@page
@require_safe
def claim_names(request: PageRequest, claim_id: int) -> HttpResponse:
    """People who can be named in a comment on the claim, for `?find=`."""
    return _names(request, claim_for(claim_id, request.user))


@page
@require_safe
def article_names(request: PageRequest, article_id: int) -> HttpResponse:
    """People who can be named in a comment on the article, for `?find=`."""
    return _names(request, article_by_id(article_id))


def _comments(request: PageRequest, subject: Claim | Article) -> HttpResponse:
    form = CommentForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _shown(request, subject, form if form.is_bound else None, 422 if form.is_bound else 200)
    try:
        comment = _written(request, subject, form)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        names = refusal.rule == REFUSED_NAMES
        return _shown(request, subject, form, status_of(refusal), names_refused=names)
    if not request.htmx:
        return redirect(_place(comment))
    return _shown(request, subject, None, 200, latest=comment.pk)


def _written(request: PageRequest, subject: Claim | Article, form: CommentForm) -> Comment:
    return write_comment(
        claim_id=subject.pk if isinstance(subject, Claim) else None,
        article_id=subject.pk if isinstance(subject, Article) else None,
        text=form.cleaned_data["text"],
        evidence_id=form.cleaned_data["evidence"],
        replies_to_id=form.cleaned_data["replies_to"],
        without_telling=form.cleaned_data["without_telling"],
        actor=request.user,
    )


def _shown(
    request: PageRequest, subject: Claim | Article, form: CommentForm | None, status: int, **further: Any
) -> HttpResponse:
    content = {**work_context(subject, request.user, form), "subject": subject, **further}
    if not request.htmx:
        return render(request, "comments/comments.html", content, status=status)
    alone = "comments/_comments.html" if request.method == "POST" else "comments/_beside.html"
    return render(request, alone, content, status=status)


def _done(request: PageRequest, comment: Comment, words: str, undo: str) -> HttpResponse:
    if not request.htmx:
        toast(request, words, undo=undo)
        return redirect(_place(comment))
    subject = comment.claim or comment.article
    assert subject is not None, "the database keeps a comment on one thing"
    return with_toast(_shown(request, subject, None, 200), words, undo=undo)


def _names(request: PageRequest, subject: Claim | Article) -> HttpResponse:
    found = people_to_name(request.GET.get("find", "")[:100], subject.desk_id, request.user)
    return JsonResponse({"people": [{"name": one.username, "shown": one.display_name} for one in found]})


def _place(comment: Comment) -> str:
    if comment.claim_id is not None:
        return f"{reverse('claim', args=[comment.claim_id])}#comment-{comment.pk}"
    return f"{reverse('article-comments', args=[comment.article_id])}#comment-{comment.pk}"
